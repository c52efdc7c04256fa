// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/**
 * A name or element that is not there: prints as nothing, iterates over nothing, is false; anything else is an error.
 *
 * @param why what that error says
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
