// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.List;

/** Splits a template into text and tags and applies whitespace control (trim_blocks and lstrip_blocks are on). */
final class Lexer {
    private final Cursor in;
    private final TagLexer tags;
    private final List<Token> tokens = new ArrayList<>();

    // Whether the last token ended a line, so that the next one starts a line.
    private boolean lineStarts = true;

    private Lexer(String template, String source) {
        this.in = new Cursor(template, source);
        this.tags = new TagLexer(in, tokens);
    }

    static List<Token> tokens(String template, String source) {
        String unix = source.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(template, unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix);
        lexer.read();
        return lexer.tokens;
    }

    private void read() {
        while (!in.atEnd()) {
            int tag = nextTag();
            if (tag < 0) {
                data(in.advanceTo(in.source().length()));
                break;
            }
            char kind = in.source().charAt(tag + 1);
            char sign = sign(tag + 2);
            data(strippedBefore(in.source().substring(in.at(), tag), sign, kind != '{'));
            in.advanceTo(sign == 0 ? tag + 2 : tag + 3);
            if (kind == '#') comment();
            else if (kind == '{') tags.print();
            else if (rawBegin() > 0) raw();
            else tags.statement();
            lineStarts = in.source().charAt(in.at() - 1) == '\n';
        }
        tokens.add(Token.of(Token.Kind.END, "", in.line()));
    }

    private void data(String text) {
        if (!text.isEmpty()) tokens.add(Token.of(Token.Kind.DATA, text, in.line()));
    }

    private int nextTag() {
        String source = in.source();
        for (int i = source.indexOf('{', in.at()); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1))
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) return i;
        return -1;
    }

    /** The sign of whitespace control at a position, or 0. */
    private char sign(int at) {
        if (at >= in.source().length()) return 0;
        char c = in.source().charAt(at);
        return c == '-' || c == '+' ? c : 0;
    }

    private String strippedBefore(String text, char sign, boolean block) {
        if (sign == '-') return Text.stripTrailing(text);
        if (sign == '+' || !block) return text;
        int line = text.lastIndexOf('\n') + 1;
        boolean atStart = line > 0 || lineStarts;
        return atStart && Text.stripLeading(text.substring(line)).isEmpty() ? text.substring(0, line) : text;
    }

    private void comment() {
        int end = in.indexOf("#}");
        if (end < 0) throw in.error("comment does not end");
        char sign = end > in.at() ? sign(end - 1) : 0;
        in.advanceTo(end + 2);
        after(sign);
    }

    private void after(char sign) {
        if (sign == '-') in.skipSpace();
        else if (sign != '+') in.skipNewline();
    }

    /** The end of the {@code raw} tag that starts here, or 0. */
    private int rawBegin() {
        int at = in.afterSpace(in.at());
        if (!in.source().startsWith("raw", at)) return 0;
        at = in.afterSpace(at + 3);
        if (in.source().startsWith("-%}", at)) return in.afterSpace(at + 3);
        return in.source().startsWith("%}", at) ? at + 2 : 0;
    }

    private void raw() {
        in.advanceTo(rawBegin());
        // Text right after the tag may be stripped only if the tag ended a line.
        lineStarts = in.source().charAt(in.at() - 1) == '\n';
        for (int tag = in.indexOf("{%"); tag >= 0; tag = in.source().indexOf("{%", tag + 1)) {
            char sign = sign(tag + 2);
            int at = in.afterSpace(sign == 0 ? tag + 2 : tag + 3);
            if (!in.source().startsWith("endraw", at)) continue;
            at = in.afterSpace(at + 6);
            char endSign = sign(at);
            if (!in.source().startsWith("%}", endSign == 0 ? at : at + 1)) continue;
            data(strippedBefore(in.source().substring(in.at(), tag), sign, true));
            in.advanceTo(endSign == 0 ? at + 2 : at + 3);
            after(endSign);
            return;
        }
        throw in.error("raw block does not end");
    }
}
