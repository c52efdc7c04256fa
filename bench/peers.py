# SPDX-License-Identifier: Apache-2.0
"""Peers are optional: one whose packages are missing is left out and named, and the others are still measured."""
import importlib.util


def missing(*packages):
    """The first of these packages that is not installed, or None."""
    return next((p for p in packages if importlib.util.find_spec(p) is None), None)


def available(programs, needs):
    """The names in `programs` whose packages (by `needs`) are installed; says which ones are left out, and why."""
    found = []
    for name in programs:
        package = missing(*needs.get(name, ()))
        if package is None:
            found.append(name)
        else:
            print(f"{name}: left out, the Python package {package} is not installed", flush=True)
    return found
