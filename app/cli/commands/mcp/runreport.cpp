#include "commands/mcp/runreport.h"

#include "format.h"
#include "printabletext.h"

#include <nlohmann/json.hpp>

#include <array>

namespace qd {

namespace {

using RunJson = nlohmann::ordered_json;
using collection::CheckOutcome;
using collection::RunResult;
using collection::StepResult;

constexpr qsizetype maxJsonMessage = 16 * 1024;
constexpr qsizetype maxLine = 400;

QString oneLine(const QString &text)
{
    const QString line = printableText(text.left(maxLine + 1));
    return text.size() > maxLine ? QString(line.left(maxLine) + u'…') : line;
}

QString outcomeText(StepResult::Outcome outcome)
{
    static constexpr std::array words{u"✓ pass", u"✕ FAIL", u"○ skip"};
    return QString::fromUtf16(words.at(static_cast<size_t>(outcome)));
}

const char *outcomeWord(StepResult::Outcome outcome)
{
    static constexpr std::array words{"passed", "failed", "skipped"};
    return words.at(static_cast<size_t>(outcome));
}

RunJson checkJson(const CheckOutcome &check)
{
    return {{"check", check.what.toStdString()}, {"met", check.isMet}, {"actual", check.actual.toStdString()}};
}

RunJson notesJson(const QStringList &notes)
{
    RunJson list = RunJson::array();
    for (const QString &note : notes)
        list.push_back(note.toStdString());
    return list;
}

QString noteLines(const StepResult &step)
{
    QString lines;
    for (const QString &note : step.notes)
        lines += QStringLiteral("        note      ") + oneLine(note) + u'\n';
    return lines;
}

RunJson stepJson(const StepResult &step)
{
    RunJson checks = RunJson::array();
    for (const CheckOutcome &check : step.checks)
        checks.push_back(checkJson(check));
    return {{"step", step.step + 1},
            {"row", step.row ? RunJson(*step.row + 1) : RunJson(nullptr)},
            {"name", step.name.toStdString()},
            {"what", step.what.toStdString()},
            {"outcome", outcomeWord(step.outcome)},
            {"reason", step.reason.isEmpty() ? RunJson(nullptr) : RunJson(step.reason.toStdString())},
            {"elapsedMs", step.elapsed.count()},
            {"checks", std::move(checks)},
            {"notes", notesJson(step.notes)},
            {"request", step.request.left(maxJsonMessage).toStdString()},
            {"response", step.response.left(maxJsonMessage).toStdString()}};
}

RunJson runServerJson(const std::optional<McpServerInfo> &server)
{
    if (!server)
        return nullptr;
    return {{"name", server->name.toStdString()}, {"version", server->version.toStdString()}, {"protocolVersion", server->protocolVersion.toStdString()}};
}

} // namespace

QString endingWord(collection::Ending ending)
{
    static constexpr std::array words{"passed", "failed", "protocolError", "unreachable", "signIn", "cancelled"};
    return QLatin1StringView(words.at(static_cast<size_t>(ending)));
}

QString stepTitle(const StepResult &step)
{
    QString title = step.name.isEmpty() ? step.what : step.name;
    if (!step.name.isEmpty() && step.what.startsWith(QStringLiteral("call ")))
        title += QStringLiteral(" (") + step.what.mid(5) + u')';
    return step.row ? QString(title + QStringLiteral(" [row %1]").arg(*step.row + 1)) : title;
}

QString serverLine(const McpServerInfo &info)
{
    const QString name = QStringLiteral("%1 %2").arg(info.name, info.version).trimmed();
    return printableText(QStringLiteral("%1, MCP %2").arg(name.isEmpty() ? QStringLiteral("a server without a name") : name, info.protocolVersion)) + QStringLiteral("\n\n");
}

QString stepLines(const StepResult &step)
{
    QString lines = outcomeText(step.outcome) + QStringLiteral("  ") + oneLine(stepTitle(step)) + QStringLiteral("  ") + format::duration(step.elapsed) + u'\n';
    if (step.outcome == StepResult::Outcome::Passed)
        return lines + noteLines(step);
    for (const CheckOutcome &check : step.checks)
        if (!check.isMet)
            lines += QStringLiteral("        expected  %1\n        actual    %2\n").arg(oneLine(check.what), oneLine(check.actual));
    if (!step.reason.isEmpty())
        lines += QStringLiteral("        because   ") + oneLine(step.reason) + u'\n';
    return lines + noteLines(step);
}

QString runSummary(const RunResult &result)
{
    using Outcome = StepResult::Outcome;
    QString text = QStringLiteral("\n%1: %2 passed, %3 failed, %4 skipped in %5")
                       .arg(printableText(result.name)).arg(result.count(Outcome::Passed)).arg(result.count(Outcome::Failed)).arg(result.count(Outcome::Skipped))
                       .arg(format::duration(result.elapsed));
    if (result.ending > collection::Ending::Failed)
        text += QStringLiteral(" · ") + endingWord(result.ending);
    return text + u'\n';
}

QByteArray runJson(const RunResult &result, const std::optional<McpServerInfo> &server)
{
    using Outcome = StepResult::Outcome;
    RunJson steps = RunJson::array();
    for (const StepResult &step : result.steps)
        steps.push_back(stepJson(step));
    const RunJson json{{"collection", result.name.toStdString()}, {"server", runServerJson(server)}, {"ending", endingWord(result.ending).toStdString()},
                       {"passed", result.count(Outcome::Passed)}, {"failed", result.count(Outcome::Failed)}, {"skipped", result.count(Outcome::Skipped)},
                       {"elapsedMs", result.elapsed.count()}, {"notes", notesJson(result.notes)}, {"steps", std::move(steps)}};
    return QByteArray::fromStdString(json.dump(2, ' ', false, RunJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
