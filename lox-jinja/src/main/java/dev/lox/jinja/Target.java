// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.List;
import java.util.function.Consumer;

/** The target of an assignment. */
sealed interface Target {
    void assign(Scope scope, Object value);

    /** Reports each variable that is set, and each one whose field is set as read. */
    void tell(Consumer<String> set, Consumer<String> read);

    record Variable(String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            scope.set(name, value);
        }

        @Override
        public void tell(Consumer<String> set, Consumer<String> read) {
            set.accept(name);
        }
    }

    record Field(String namespace, String name) implements Target {
        @Override
        public void assign(Scope scope, Object value) {
            if (!(scope.get(namespace) instanceof Namespace fields))
                throw new TemplateException("cannot assign attribute on non-namespace object");
            fields.put(name, value);
        }

        @Override
        public void tell(Consumer<String> set, Consumer<String> read) {
            read.accept(namespace);
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

        @Override
        public void tell(Consumer<String> set, Consumer<String> read) {
            targets.forEach(target -> target.tell(set, read));
        }
    }
}
