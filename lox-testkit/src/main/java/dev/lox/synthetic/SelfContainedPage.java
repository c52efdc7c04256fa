// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Parses a report's HTML as XML and refuses anything that would run a script or load a file. */
public final class SelfContainedPage {
    private static final Set<String> ELEMENTS = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "section",
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "strong",
            "b",
            "span",
            "ul",
            "li",
            "dl",
            "dt",
            "dd",
            "pre",
            "details",
            "summary",
            "figure",
            "figcaption",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "svg",
            "desc",
            "path",
            "circle",
            "text");

    private SelfContainedPage() {}

    /** The page's elements and text; throws if the page is not well-formed or not self-contained. */
    public static Document parse(String html) throws IOException, SAXException, ParserConfigurationException {
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        Set<String> forbidden = new TreeSet<>();
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (!ELEMENTS.contains(element.getTagName())) forbidden.add("<" + element.getTagName() + ">");
            NamedNodeMap attributes = element.getAttributes();
            for (int a = 0; a < attributes.getLength(); a++) {
                String name = attributes.item(a).getNodeName();
                if (name.startsWith("on") || name.endsWith("href") || name.equals("src")) forbidden.add(name);
            }
        }
        String style = page.getElementsByTagName("style").item(0).getTextContent();
        for (String load : List.of("url(", "@import")) if (style.contains(load)) forbidden.add(load);
        if (!forbidden.isEmpty()) throw new IOException("the page holds " + forbidden);
        return page;
    }
}
