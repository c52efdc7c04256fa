// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.List;

/** What can be assigned to. */
sealed interface Target {
    void assign(Scope scope, Object value);

    record Variable(String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    record Field(String namespace, String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace fields))
                throw new TemplateException("cannot assign attribute on non-namespace object");
            fields.put(name, value);
        }
    }

    record Unpacked(List<Target> targets) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            List<Object> items = Values.list(scope.run(), value);
            if (items.size() != targets.size())
                throw new TemplateException("expected " + targets.size() + " values to unpack, got " + items.size());
            for (int i = 0; i < items.size(); i++) targets.get(i).assign(scope, items.get(i));
        }
    }
}
