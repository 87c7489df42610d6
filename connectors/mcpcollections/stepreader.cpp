#include "mcpcollections/stepreader.h"

#include "mcp/jsonslice.h"

#include <QStringBuilder>

#include <array>
#include <utility>

namespace qd {

using namespace collection;

namespace {

using StepKind = Step::Kind;

constexpr int maxTimeoutMs = 3'600'000;

struct StepWord {
    const char *word;
    StepKind kind;
};
constexpr std::array stepWords{StepWord{"list", StepKind::List}, StepWord{"call", StepKind::Call}, StepWord{"callEach", StepKind::CallEach},
                               StepWord{"read", StepKind::Read}, StepWord{"get", StepKind::Get}, StepWord{"complete", StepKind::Complete},
                               StepWord{"subscribe", StepKind::Subscribe}, StepWord{"unsubscribe", StepKind::Unsubscribe},
                               StepWord{"logLevel", StepKind::LogLevel}, StepWord{"ping", StepKind::Ping}, StepWord{"wait", StepKind::Wait}};

const QStringList &stepMembers()
{
    static const QStringList known = [] {
        QStringList names{QStringLiteral("expect"), QStringLiteral("arguments"), QStringLiteral("capture"), QStringLiteral("rows"), QStringLiteral("except"),
                          QStringLiteral("timeoutMs"), QStringLiteral("task"), QStringLiteral("name"), QStringLiteral("description")};
        for (const StepWord &one : stepWords)
            names << QLatin1StringView(one.word);
        return names;
    }();
    return known;
}

void readRows(Step &step, const Part &part, QByteArrayView written, const SiblingFile &sibling, QStringList &notes)
{
    const CollectionJson *value = part.find("rows");
    if (!value)
        return;
    CollectionJson fromFile;
    QByteArray fileText;
    QByteArrayView slice = jsonslice::member(written, "rows").value_or(QByteArrayView());
    if (value->is_string()) {
        step.rowsFile = qtext(value->get_ref<const std::string &>());
        fromFile = siblingJson(sibling, step.rowsFile, part.at("rows"), &fileText);
        value = &fromFile;
        slice = fileText;
    }
    if (!value->is_array() || static_cast<qsizetype>(value->size()) > maxRows)
        refuse(part.at("rows"), QStringLiteral("a list of at most %1 objects, or the name of a file with one, is expected").arg(maxRows));
    step.hasRows = true;
    if (value->empty())
        notes << QStringLiteral("there are no rows: the step is not run");
    for (std::size_t i = 0; i < value->size(); ++i)
        static_cast<void>(Part((*value)[i], elementPlace(part.at("rows"), i))); // an object
    step.rows = childrenAsWritten(*value, slice);
}

/// Finds what kind of step it is.
const CollectionJson &readKind(Step &step, const Part &part)
{
    const CollectionJson *target = nullptr;
    for (const StepWord &candidate : stepWords) {
        const CollectionJson *value = part.find(candidate.word);
        if (value && target)
            refuse(part.place(), QStringLiteral("a step does one thing: “%1” is one too many").arg(QLatin1StringView(candidate.word)));
        if (value)
            step.kind = candidate.kind;
        target = value ? value : target;
    }
    if (!target)
        refuse(part.place(), QStringLiteral("what the step does is missing: list, call, callEach, read, get, complete, subscribe, unsubscribe, logLevel, ping or wait"));
    return *target;
}

void checkTargetWord(const Step &step, const QString &place)
{
    static const QStringList lists{QStringLiteral("tools"), QStringLiteral("prompts"), QStringLiteral("resources")};
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("notice"), QStringLiteral("warning"),
                                    QStringLiteral("error"), QStringLiteral("critical"), QStringLiteral("alert"), QStringLiteral("emergency")};
    if (step.kind == StepKind::List && !lists.contains(step.target))
        refuse(place, QStringLiteral("tools, prompts or resources is expected"));
    if (step.kind == StepKind::LogLevel && !levels.contains(step.target) && !step.target.contains(u"${"))
        refuse(place, u"“" % step.target.left(80) % u"” is none of " % levels.join(QStringLiteral(", ")));
}

void readCompletion(Step &step, const Part &query, QStringList &notes)
{
    if (query.text("prompt").isEmpty() == query.text("resource").isEmpty())
        refuse(query.place(), QStringLiteral("either “prompt” or “resource” is expected"));
    if (query.text("argument").isEmpty())
        refuse(query.place(), QStringLiteral("“argument” is missing: the name of what is completed"));
    query.noteUnknown({QStringLiteral("prompt"), QStringLiteral("resource"), QStringLiteral("argument"), QStringLiteral("value"), QStringLiteral("context")}, notes);
    step.target = query.text("prompt", query.text("resource"));
}

void readTarget(Step &step, const CollectionJson &target, const Part &part, QByteArrayView written, QStringList &notes)
{
    const QString place = part.at(stepWords.at(static_cast<size_t>(step.kind)).word);
    if (step.kind == StepKind::Complete) {
        readCompletion(step, Part(target, place), notes);
        step.arguments = part.written("complete", written);
    } else if (step.kind == StepKind::CallEach || step.kind == StepKind::Ping) {
        if (!target.is_boolean() || !target.get<bool>())
            refuse(place, QStringLiteral("true is expected"));
    } else if (!target.is_string() || target.get_ref<const std::string &>().empty()) {
        refuse(place, QStringLiteral("a text is expected"));
    } else {
        step.target = qtext(target.get_ref<const std::string &>());
    }
    checkTargetWord(step, place);
}

void readArguments(Step &step, const Part &part, QByteArrayView written)
{
    if (const CollectionJson *arguments = part.find("arguments")) {
        static_cast<void>(Part(*arguments, part.at("arguments"))); // an object
        step.arguments = part.written("arguments", written);
    }
    if (const CollectionJson *except = part.list("except", maxSteps))
        for (const CollectionJson &name : *except)
            step.except.append(name.is_string() ? qtext(name.get_ref<const std::string &>()) : jsonText(name));
    step.isTask = part.flag("task");
    if (const CollectionJson *timeout = part.find("timeoutMs")) {
        if (!timeout->is_number_integer() || timeout->get<double>() < 1 || timeout->get<double>() > maxTimeoutMs)
            refuse(part.at("timeoutMs"), QStringLiteral("milliseconds from 1 to %1 are expected").arg(maxTimeoutMs));
        step.timeout = Milliseconds(timeout->get<int>());
    }
}

void readCaptures(Step &step, const Part &part)
{
    const CollectionJson *captures = part.find("capture");
    if (!captures)
        return;
    const Part list(*captures, part.at("capture"));
    if (static_cast<qsizetype>(captures->size()) > maxChecks)
        refuse(list.place(), QStringLiteral("at most %1 are read").arg(maxChecks));
    for (const auto &[name, path] : captures->items()) {
        const QString text = list.text(name.c_str());
        if (text != QStringLiteral("text"))
            if (const auto parsed = jsonpath::parse(text); !parsed)
                refuse(list.at(name.c_str()), parsed.error().message);
        step.captures.append({qtext(name), text});
    }
}

} // namespace

Step readStep(const Part &part, QByteArrayView written, const SiblingFile &sibling, QStringList &notes)
{
    Step step{.name = part.text("name"), .target = {}, .arguments = {}, .except = {}, .checks = {}, .captures = {}, .rows = {}, .rowsFile = {}, .raw = jsonText(part.json())};
    const CollectionJson &target = readKind(step, part);
    part.noteUnknown(stepMembers(), notes);
    readArguments(step, part, written);
    readTarget(step, target, part, written, notes);
    if (const CollectionJson *checks = part.list("expect", maxChecks))
        for (std::size_t i = 0; i < checks->size(); ++i)
            step.checks.append(readCheck(Part((*checks)[i], elementPlace(part.at("expect"), i))));
    readCaptures(step, part);
    readRows(step, part, written, sibling, notes);
    return step;
}

CollectionJson siblingJson(const SiblingFile &sibling, const QString &name, const QString &place, QByteArray *text)
{
    const auto bytes = sibling(name);
    if (!bytes)
        refuse(place, bytes.error().message);
    auto json = parseJson(*bytes);
    if (!json)
        refuse(place % u" (" % name % u')', json.error().message);
    if (text)
        *text = *bytes;
    return std::move(json.value());
}

} // namespace qd
