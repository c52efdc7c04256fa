// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/**
 * An undefined name or element. It prints as an empty string, iterates over nothing and is false; any other use is an
 * error.
 *
 * @param why the message of that error
 */
record Undefined(String why) {
    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    static Undefined attribute(Object of, String name) {
        return new Undefined("'" + describe(of) + "' has no attribute '" + name + "'");
    }

    static Undefined element(Object of, String key) {
        return new Undefined(describe(of) + " has no element " + key);
    }

    TemplateException error() {
        return new TemplateException(why);
    }

    private static String describe(Object of) {
        return of == None.NONE ? "None" : Values.type(of) + " object";
    }
}
