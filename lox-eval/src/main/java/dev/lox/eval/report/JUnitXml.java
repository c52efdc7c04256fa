// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import dev.lox.base.ForeignText;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Results;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Results as pipelines show tests: a case for each gate, and one for each sample. A sample fails only where a gate does not
 * hold, so that the colour of the run is the gates'.
 */
final class JUnitXml {
    private final XMLStreamWriter xml;
    private final Results results;
    private final RunRecord run;
    private final Redaction redaction;

    private JUnitXml(XMLStreamWriter xml, Results results, RunRecord run, Redaction redaction) {
        this.xml = xml;
        this.results = results;
        this.run = run;
        this.redaction = redaction;
    }

    static void write(Writer out, Results results, RunRecord run, Redaction redaction) throws XMLStreamException {
        XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
        new JUnitXml(xml, results, run, redaction).write();
        xml.close();
    }

    private void write() throws XMLStreamException {
        Map<Integer, FlaggedSample> findings = run.held()
                ? Map.of()
                : FlaggedSample.of(results).stream().collect(Collectors.toMap(FlaggedSample::row, Function.identity()));
        long failed = run.gates().stream().filter(g -> !g.held()).count();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        if (!run.gates().isEmpty()) gates(failed);
        suite("samples", results.samples().size(), findings.size());
        for (int i = 0; i < results.samples().size(); i++) {
            JudgedSample sample = results.samples().get(i);
            begin(sample.sample().reply().id() + " "
                    + OneLine.of(sample.sample().reply().prompt(), 80));
            FlaggedSample finding = findings.get(i);
            if (finding != null)
                failure(finding.why(), redaction.reply(sample.sample().reply().reply()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void gates(long failed) throws XMLStreamException {
        suite("gates", run.gates().size(), failed);
        for (Gate.Outcome gate : run.gates()) {
            begin((gate.gate().kind().option() + " " + gate.judge()).strip());
            if (!gate.held()) failure(Markdown.words(gate), "");
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void suite(String name, int tests, long failures) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "lox evaluate " + results.measure().label() + ": " + name);
        xml.writeAttribute("tests", Integer.toString(tests));
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", name.equals("gates") ? 0 : run.seconds()));
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "lox.evaluate." + results.measure().label());
        xml.writeAttribute("name", ForeignText.inert(name));
        xml.writeAttribute("time", "0");
    }

    private void failure(String message, String text) throws XMLStreamException {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", ForeignText.inert(message));
        xml.writeCharacters(ForeignText.inert(text));
        xml.writeEndElement();
    }
}
