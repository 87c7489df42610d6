#include "mcpcollections/recordcollection.h"

#include "mcp/jsonslice.h"
#include "mcpcollections/jsonselect.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace qd {

namespace {

using collection::Step;

constexpr Milliseconds longestSilence{3'600'000}; ///< that is waited for again

QString recordedText(const QString &object, const char *name)
{
    const QByteArray json = object.toUtf8();
    const auto value = jsonslice::member(json, name);
    return value ? jsonslice::text(*value).value_or(QString()) : QString();
}

QString recordedJson(const QString &object, const char *name)
{
    const QByteArray json = object.toUtf8();
    const auto value = jsonslice::member(json, name);
    return value ? QString::fromUtf8(*value) : QString();
}

/// What was sent is sent as it was: nothing in a recording is a variable.
QString literal(QString text) { return text.replace(QLatin1String("${"), QLatin1String("$${")); }

/// Order, numbers and escapes are those that were sent: they may be what makes the difference.
QString literalJson(const QString &json) { return literal(QString::fromUtf8(withoutBlanks(json.toUtf8()))); }

struct MethodStep {
    const char *method;
    Step::Kind kind;
    const char *target; ///< member of the params; null: none
};

constexpr MethodStep methodSteps[] = {
    {"tools/call", Step::Kind::Call, "name"}, {"resources/read", Step::Kind::Read, "uri"}, {"prompts/get", Step::Kind::Get, "name"},
    {"resources/subscribe", Step::Kind::Subscribe, "uri"}, {"resources/unsubscribe", Step::Kind::Unsubscribe, "uri"},
    {"logging/setLevel", Step::Kind::LogLevel, "level"}, {"ping", Step::Kind::Ping, nullptr}};

constexpr std::pair<const char *, const char *> recordedLists[] = {{"tools/list", "tools"}, {"prompts/list", "prompts"}, {"resources/list", "resources"}};

/// What a step of this kind holds beside its target.
Step plainStep(Step::Kind kind, const QString &target, const QString &arguments = {})
{
    return {.kind = kind, .name = {}, .target = literal(target), .arguments = literalJson(arguments), .except = {}, .checks = {}, .captures = {}, .rows = {}, .rowsFile = {}, .raw = {}};
}

QByteArray memberPair(const char *name, const QByteArray &value) { return '"' + QByteArray(name) + "\":" + value; }

/// completion/complete in the form that collections give it.
Step completeStepOf(const QString &params)
{
    const QString reference = recordedJson(params, "ref");
    const QString argument = recordedJson(params, "argument");
    const bool isResource = recordedText(reference, "type") == QLatin1String("ref/resource");
    const QString target = recordedText(reference, isResource ? "uri" : "name");
    const QString context = recordedJson(recordedJson(params, "context"), "arguments");
    QByteArrayList parts{memberPair(isResource ? "resource" : "prompt", jsonslice::quoted(target)), memberPair("argument", jsonslice::quoted(recordedText(argument, "name"))),
                         memberPair("value", jsonslice::quoted(recordedText(argument, "value")))};
    if (!context.isEmpty())
        parts << memberPair("context", context.toUtf8());
    return plainStep(Step::Kind::Complete, target, QString::fromUtf8('{' + parts.join(',') + '}'));
}

std::optional<Step> stepOfRecord(const RecordedExchange &exchange)
{
    for (const auto &[method, list] : recordedLists)
        if (exchange.method == QLatin1String(method))
            return recordedJson(exchange.params, "cursor").isEmpty() ? std::optional(plainStep(Step::Kind::List, QLatin1String(list))) : std::nullopt;
    if (exchange.method == QLatin1String("completion/complete"))
        return completeStepOf(exchange.params);
    for (const MethodStep &one : methodSteps) {
        if (exchange.method != QLatin1String(one.method))
            continue;
        Step step = plainStep(one.kind, one.target ? recordedText(exchange.params, one.target) : QString(), recordedJson(exchange.params, "arguments"));
        step.isTask = !recordedJson(exchange.params, "task").isEmpty();
        return step;
    }
    return std::nullopt;
}

/// The first answer of ours to each kind of question.
QByteArrayList answersIn(const QList<RecordedExchange> &exchanges)
{
    QByteArrayList parts;
    QStringList told;
    for (const RecordedExchange &exchange : exchanges) {
        if (!exchange.isFromServer || exchange.result.isEmpty() || told.contains(exchange.method))
            continue;
        told << exchange.method;
        if (exchange.method == QLatin1String("elicitation/create")) {
            parts << memberPair("elicit", jsonslice::quoted(recordedText(exchange.result, "action")));
            if (const QString content = recordedJson(exchange.result, "content"); !content.isEmpty())
                parts << memberPair("content", content.toUtf8());
        } else if (exchange.method == QLatin1String("sampling/createMessage")) {
            parts << memberPair("sample", exchange.result.toUtf8());
        } else if (exchange.method == QLatin1String("roots/list")) {
            parts << memberPair("roots", recordedJson(exchange.result, "roots").toUtf8());
        }
    }
    return parts;
}

/// What was declared and never asked for is declared again.
QString answersOf(const McpRecording &recording)
{
    QByteArrayList parts = answersIn(recording.exchanges);
    const QByteArray abilities = recording.abilities.toUtf8();
    const auto isMissing = [&parts](const char *name) {
        return std::none_of(parts.cbegin(), parts.cend(), [name](const QByteArray &part) { return part.startsWith(QByteArray('"' + QByteArray(name) + '"')); });
    };
    if (jsonslice::member(abilities, "elicitation") && isMissing("elicit"))
        parts << memberPair("elicit", "\"decline\"");
    if (jsonslice::member(abilities, "sampling") && isMissing("sample"))
        parts << memberPair("sample", "\"\"");
    if (jsonslice::member(abilities, "roots") && isMissing("roots"))
        parts << memberPair("roots", "[]");
    return literalJson(QString::fromUtf8('{' + parts.join(',') + '}'));
}

} // namespace

collection::Collection collectionOf(const McpRecording &recording)
{
    collection::Collection made{.name = recording.server, .description = {}, .variables = {}, .environments = {}, .environmentsFile = {}, .answers = answersOf(recording), .steps = {}, .raw = {}};
    for (const RecordedExchange &exchange : recording.exchanges)
        if (const auto step = exchange.isFromServer ? std::nullopt : stepOfRecord(exchange)) {
            made.steps.append(*step);
            if (exchange.isUnanswered)
                made.steps.last().timeout = std::clamp(exchange.elapsed, Milliseconds(1), longestSilence);
        }
    return made;
}

} // namespace qd
