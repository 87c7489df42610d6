#include "mcpcollections/collectioncodec.h"

#include "mcpcollections/jsonselect.h"

#include <QStringBuilder>

#include <array>
#include <optional>

namespace qd {

namespace {

using namespace collection;
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

QString qtext(const std::string &text) { return QString::fromStdString(text); }

/// Thrown and caught in this file alone: reading stops at the first mistake, wherever it is.
struct Mistake {
    QString place;
    QString reason;
};

[[noreturn]] void refuse(const QString &place, const QString &reason) { throw Mistake{place, reason}; }

/// An object of the file with the place where it stands.
class Part
{
public:
    Part(const CollectionJson &json, QString place) : m_json(json), m_place(std::move(place))
    {
        if (!json.is_object())
            refuse(m_place, QStringLiteral("an object is expected"));
    }
    [[nodiscard]] QString at(const char *name) const { return m_place.isEmpty() ? QString::fromLatin1(name) : QString(m_place % u'.' % QLatin1StringView(name)); }
    [[nodiscard]] const CollectionJson *find(const char *name) const
    {
        const auto member = m_json.find(name);
        return member == m_json.end() ? nullptr : &*member;
    }
    [[nodiscard]] QString text(const char *name, const QString &otherwise = {}) const
    {
        const CollectionJson *value = find(name);
        if (value && !value->is_string())
            refuse(at(name), QStringLiteral("a text is expected"));
        return value ? qtext(value->get_ref<const std::string &>()) : otherwise;
    }
    [[nodiscard]] bool flag(const char *name) const
    {
        const CollectionJson *value = find(name);
        if (value && !value->is_boolean())
            refuse(at(name), QStringLiteral("true or false is expected"));
        return value && value->get<bool>();
    }
    /// An array of at most `most` elements; nothing when it is absent.
    [[nodiscard]] const CollectionJson *list(const char *name, qsizetype most) const
    {
        const CollectionJson *value = find(name);
        if (value && !value->is_array())
            refuse(at(name), QStringLiteral("a list is expected"));
        if (value && static_cast<qsizetype>(value->size()) > most)
            refuse(at(name), QStringLiteral("at most %1 are read").arg(most));
        return value;
    }
    [[nodiscard]] const CollectionJson &json() const { return m_json; }
    [[nodiscard]] const QString &place() const { return m_place; }

private:
    const CollectionJson &m_json;
    const QString m_place;
};

QString elementPlace(const QString &list, std::size_t index) { return list % u'[' % QString::number(index) % u']'; }

Variables variablesOf(const Part &part)
{
    Variables made;
    if (static_cast<qsizetype>(part.json().size()) > maxVariables)
        refuse(part.place(), QStringLiteral("at most %1 variables are read").arg(maxVariables));
    for (const auto &[name, value] : part.json().items())
        made.append({qtext(name), jsonText(value)});
    return made;
}

CollectionJson siblingJson(const SiblingFile &sibling, const QString &name, const QString &place)
{
    const auto bytes = sibling(name);
    if (!bytes)
        refuse(place, bytes.error().message);
    auto json = parseJson(*bytes);
    if (!json)
        refuse(place % u" (" % name % u')', json.error().message);
    return std::move(json.value());
}

void readEnvironments(Collection &made, const Part &part, const SiblingFile &sibling)
{
    const CollectionJson *value = part.find("environments");
    if (!value)
        return;
    CollectionJson fromFile;
    if (value->is_string()) {
        made.environmentsFile = qtext(value->get_ref<const std::string &>());
        fromFile = siblingJson(sibling, made.environmentsFile, part.at("environments"));
        value = &fromFile;
    }
    const Part list(*value, part.at("environments"));
    for (const auto &[name, variables] : value->items())
        made.environments.append({qtext(name), variablesOf(Part(variables, list.at(name.c_str())))});
}

void checkReadable(const Check &check, const CollectionJson &expected, const QString &place)
{
    using Operator = Check::Operator;
    if (check.on.startsWith(u'$')) {
        if (const auto path = jsonpath::parse(check.on); !path)
            refuse(place, path.error().message);
    } else if (!QStringList{QStringLiteral("status"), QStringLiteral("code"), QStringLiteral("text"), QStringLiteral("latencyMs"),
                            QStringLiteral("warnings"), QStringLiteral("progress")}.contains(check.on)) {
        refuse(place, u"“" % check.on.left(80) % u"” is neither status, code, text, latencyMs, warnings, progress nor a path that begins with “$”");
    }
    const bool isReference = expected.is_string() && expected.get_ref<const std::string &>().starts_with("${");
    const auto needs = [&](bool isFine, QLatin1StringView what) {
        if (!isFine && !isReference)
            refuse(place, operatorWord(check.op) % u" needs " % what);
    };
    if (check.op == Operator::Exists)
        needs(expected.is_boolean(), QLatin1StringView("true or false"));
    if (check.op == Operator::OneOf)
        needs(expected.is_array(), QLatin1StringView("a list"));
    if (check.op == Operator::Matches)
        needs(expected.is_string() && static_cast<qsizetype>(expected.get_ref<const std::string &>().size()) <= maxPattern, QLatin1StringView("a pattern of at most 1000 characters"));
    if (check.op == Operator::Type)
        needs(expected.is_string(), QLatin1StringView("the name of a type"));
    if (check.op == Operator::Schema)
        needs(expected.is_object(), QLatin1StringView("a JSON schema"));
    if (check.op == Operator::Less || check.op == Operator::Greater || check.op == Operator::AtMost || check.op == Operator::AtLeast || check.op == Operator::Count)
        needs(expected.is_number(), QLatin1StringView("a number"));
}

Check checkOf(const Part &part)
{
    Check made{.on = part.text("on"), .expected = {}};
    if (!part.find("on"))
        refuse(part.place(), QStringLiteral("“on” is missing: what is checked"));
    int found = 0;
    for (int op = 0; op <= static_cast<int>(Check::Operator::Schema); ++op) {
        const QByteArray word = operatorWord(static_cast<Check::Operator>(op)).toLatin1();
        if (const CollectionJson *expected = part.find(word.constData())) {
            made.op = static_cast<Check::Operator>(op);
            made.expected = jsonText(*expected);
            checkReadable(made, *expected, part.place());
            ++found;
        }
    }
    if (found != 1)
        refuse(part.place(), QStringLiteral("exactly one of equals, notEquals, oneOf, exists, contains, matches, less, greater, atMost, atLeast, type, count, schema is expected"));
    return made;
}

void readRows(Step &step, const Part &part, const SiblingFile &sibling)
{
    const CollectionJson *value = part.find("rows");
    if (!value)
        return;
    CollectionJson fromFile;
    if (value->is_string()) {
        step.rowsFile = qtext(value->get_ref<const std::string &>());
        fromFile = siblingJson(sibling, step.rowsFile, part.at("rows"));
        value = &fromFile;
    }
    if (!value->is_array() || static_cast<qsizetype>(value->size()) > maxRows)
        refuse(part.at("rows"), QStringLiteral("a list of at most %1 objects, or the name of a file with one, is expected").arg(maxRows));
    for (std::size_t i = 0; i < value->size(); ++i)
        step.rows.append(jsonText(Part((*value)[i], elementPlace(part.at("rows"), i)).json()));
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

void readTarget(Step &step, const CollectionJson &target, const Part &part)
{
    const QString place = part.at(stepWords.at(static_cast<size_t>(step.kind)).word);
    if (step.kind == StepKind::Complete) {
        const Part query(target, place);
        if (query.text("prompt").isEmpty() == query.text("resource").isEmpty())
            refuse(place, QStringLiteral("either “prompt” or “resource” is expected"));
        step.target = query.text("prompt", query.text("resource"));
        step.arguments = jsonText(target);
    } else if (step.kind == StepKind::CallEach || step.kind == StepKind::Ping) {
        if (!target.is_boolean() || !target.get<bool>())
            refuse(place, QStringLiteral("true is expected"));
    } else if (!target.is_string() || target.get_ref<const std::string &>().empty()) {
        refuse(place, QStringLiteral("a text is expected"));
    } else {
        step.target = qtext(target.get_ref<const std::string &>());
    }
    if (step.kind == StepKind::List && !QStringList{QStringLiteral("tools"), QStringLiteral("prompts"), QStringLiteral("resources")}.contains(step.target))
        refuse(place, QStringLiteral("tools, prompts or resources is expected"));
}

void readArguments(Step &step, const Part &part)
{
    if (const CollectionJson *arguments = part.find("arguments"))
        step.arguments = jsonText(Part(*arguments, part.at("arguments")).json());
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

Step stepOf(const Part &part, const SiblingFile &sibling)
{
    Step step{.name = part.text("name"), .target = {}, .arguments = {}, .except = {}, .checks = {}, .captures = {}, .rows = {}, .rowsFile = {}, .raw = jsonText(part.json())};
    const CollectionJson &target = readKind(step, part);
    readArguments(step, part);
    readTarget(step, target, part);
    if (const CollectionJson *checks = part.list("expect", maxChecks))
        for (std::size_t i = 0; i < checks->size(); ++i)
            step.checks.append(checkOf(Part((*checks)[i], elementPlace(part.at("expect"), i))));
    readCaptures(step, part);
    readRows(step, part, sibling);
    return step;
}

void checkVersion(const Part &document)
{
    const CollectionJson *version = document.find("version");
    if (!version || !version->is_number_integer())
        refuse(QStringLiteral("version"), QStringLiteral("the version of the format is missing; this is a collection when it says %1").arg(formatVersion));
    if (*version != formatVersion)
        refuse(QStringLiteral("version"), QStringLiteral("%1 is not known here; %2 is").arg(jsonText(*version)).arg(formatVersion));
}

Collection collectionOf(const CollectionJson &json, const SiblingFile &sibling)
{
    const Part document(json, {});
    checkVersion(document);
    Collection made{.name = document.text("name"), .description = document.text("description"), .variables = {}, .environments = {},
                    .environmentsFile = {}, .answers = {}, .steps = {}, .raw = jsonText(json)};
    if (const CollectionJson *variables = document.find("variables"))
        made.variables = variablesOf(Part(*variables, QStringLiteral("variables")));
    readEnvironments(made, document, sibling);
    if (const CollectionJson *answers = document.find("answers"))
        made.answers = jsonText(Part(*answers, QStringLiteral("answers")).json());
    const CollectionJson *steps = document.list("steps", maxSteps);
    if (!steps)
        refuse(QStringLiteral("steps"), QStringLiteral("the list of steps is missing"));
    for (std::size_t i = 0; i < steps->size(); ++i)
        made.steps.append(stepOf(Part((*steps)[i], elementPlace(QStringLiteral("steps"), i)), sibling));
    return made;
}

} // namespace

Result<Collection> decodeCollection(const QByteArray &text, const SiblingFile &sibling)
{
    if (text.size() > maxFileBytes)
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The collection is larger than %1 MiB").arg(maxFileBytes / 1024 / 1024)};
    const auto json = parseJson(text);
    if (!json)
        return json.error();
    try {
        return collectionOf(*json, sibling);
    } catch (const Mistake &mistake) {
        return Error{.kind = ErrorKind::Invalid, .message = mistake.place.isEmpty() ? mistake.reason : QString(mistake.place % u": " % mistake.reason)};
    }
}

} // namespace qd
