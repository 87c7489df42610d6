#include "commands/mcp/junitreport.h"

#include "commands/mcp/runreport.h"

#include <QXmlStreamWriter>

namespace qd {

namespace {

using collection::CheckOutcome;
using collection::RunResult;
using collection::StepResult;

constexpr qsizetype maxJunitMessage = 16 * 1024;

bool isXmlCharacter(char16_t unit)
{
    return unit == u'\t' || unit == u'\n' || unit == u'\r' || (unit >= 0x20 && unit < 0xfffe);
}

QString xmlText(const QString &text)
{
    QString safe = text.left(maxJunitMessage);
    for (qsizetype i = 0; i < safe.size(); ++i) {
        const QChar c = safe.at(i);
        const bool isPair = c.isHighSurrogate() && i + 1 < safe.size() && safe.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (c.isSurrogate() || !isXmlCharacter(c.unicode()))
            safe[i] = QChar(QChar::ReplacementCharacter);
    }
    return safe;
}

QString junitSeconds(Milliseconds value) { return QString::number(static_cast<double>(value.count()) / 1000, 'f', 3); }

QString failureText(const StepResult &step)
{
    QStringList lines;
    for (const CheckOutcome &check : step.checks)
        if (!check.isMet)
            lines << QStringLiteral("expected %1, actual %2").arg(check.what, check.actual);
    if (!step.reason.isEmpty())
        lines << step.reason;
    return lines.join(u'\n');
}

QString notesText(const QStringList &notes)
{
    QString text;
    for (const QString &note : notes)
        text += u"note: " + note + u'\n';
    return text;
}

/// What goes with a case: its notes, and of one that failed what was said.
void writeOutput(QXmlStreamWriter &xml, const StepResult &step)
{
    QString text = notesText(step.notes).left(maxJunitMessage / 4);
    if (step.outcome == StepResult::Outcome::Failed)
        text += step.request.left(maxJunitMessage / 4) + u'\n' + step.response.left(maxJunitMessage / 2);
    if (!text.isEmpty())
        xml.writeTextElement(QStringLiteral("system-out"), xmlText(text));
}

void writeCase(QXmlStreamWriter &xml, const RunResult &run, const StepResult &step)
{
    using Outcome = StepResult::Outcome;
    xml.writeStartElement(QStringLiteral("testcase"));
    xml.writeAttribute(QStringLiteral("name"), xmlText(QStringLiteral("%1 %2").arg(step.step + 1).arg(stepTitle(step))));
    xml.writeAttribute(QStringLiteral("classname"), xmlText(run.name));
    xml.writeAttribute(QStringLiteral("time"), junitSeconds(step.elapsed));
    if (step.outcome == Outcome::Failed) {
        const QString text = failureText(step);
        xml.writeStartElement(QStringLiteral("failure"));
        xml.writeAttribute(QStringLiteral("message"), xmlText(text.section(u'\n', 0, 0)));
        xml.writeCharacters(xmlText(text));
        xml.writeEndElement();
    } else if (step.outcome == Outcome::Skipped) {
        xml.writeStartElement(QStringLiteral("skipped"));
        xml.writeAttribute(QStringLiteral("message"), xmlText(step.reason));
        xml.writeEndElement();
    }
    writeOutput(xml, step);
    xml.writeEndElement();
}

void writeCounts(QXmlStreamWriter &xml, const RunResult &result)
{
    using Outcome = StepResult::Outcome;
    xml.writeAttribute(QStringLiteral("name"), xmlText(result.name));
    xml.writeAttribute(QStringLiteral("tests"), QString::number(result.steps.size()));
    xml.writeAttribute(QStringLiteral("failures"), QString::number(result.count(Outcome::Failed)));
    xml.writeAttribute(QStringLiteral("errors"), QStringLiteral("0"));
    xml.writeAttribute(QStringLiteral("skipped"), QString::number(result.count(Outcome::Skipped)));
    xml.writeAttribute(QStringLiteral("time"), junitSeconds(result.elapsed));
}

} // namespace

QByteArray junitXml(const RunResult &result)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("testsuites"));
    writeCounts(xml, result);
    xml.writeStartElement(QStringLiteral("testsuite"));
    writeCounts(xml, result);
    for (const StepResult &step : result.steps)
        writeCase(xml, result, step);
    if (!result.notes.isEmpty())
        xml.writeTextElement(QStringLiteral("system-out"), xmlText(notesText(result.notes)));
    xml.writeEndDocument();
    return bytes;
}

} // namespace qd
