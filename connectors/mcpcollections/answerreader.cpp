#include "mcpcollections/answerreader.h"

#include "mcp/jsonslice.h"
#include "mcp/schemacheck.h"
#include "mcpcollections/collectionpart.h"

#include <QRegularExpression>
#include <QStringBuilder>

#include <algorithm>

namespace qd {

namespace {

using collection::Check;
using collection::CheckOutcome;
using PlainJson = nlohmann::json; // objects are equal whatever the order of their members

constexpr qsizetype maxActualText = 2000;
constexpr qsizetype maxMatchedText = 1024 * 1024;

QString cutText(const QString &text) { return text.size() <= maxActualText ? text : QString(text.left(maxActualText) % u'…'); }

bool areEqual(const CollectionJson &a, const CollectionJson &b) { return PlainJson(a) == PlainJson(b); }

bool holds(const CollectionJson &value, const CollectionJson &part)
{
    if (value.is_string() && part.is_string())
        return value.get_ref<const std::string &>().find(part.get_ref<const std::string &>()) != std::string::npos;
    if (value.is_object() && part.is_string())
        return value.contains(part.get_ref<const std::string &>());
    return value.is_array() && std::ranges::any_of(value, [&part](const CollectionJson &one) { return areEqual(one, part); });
}

std::string typeWord(const CollectionJson &value)
{
    if (value.is_number_integer())
        return "integer";
    return value.is_number() ? "number" : value.type_name();
}

/// `instead` is what to say in the place of the value; empty: the value itself.
struct Verdict {
    bool isMet = false;
    QString instead;
};

Verdict matchVerdict(const CollectionJson &value, const CollectionJson &expected)
{
    if (!expected.is_string() || static_cast<qsizetype>(expected.get_ref<const std::string &>().size()) > collection::maxPattern)
        return {false, QStringLiteral("the pattern is not a text of at most %1 characters").arg(collection::maxPattern)};
    // The limits stand before the pattern, where the library reads them; a pattern can lower them, not raise them.
    const QRegularExpression pattern(u"(*LIMIT_MATCH=1000000)(*LIMIT_DEPTH=10000)" % QString::fromStdString(expected.get<std::string>()),
                                     QRegularExpression::UseUnicodePropertiesOption);
    if (!pattern.isValid())
        return {false, u"the pattern cannot be read: " % pattern.errorString()};
    const QString text = value.is_string() ? QString::fromStdString(value.get<std::string>()) : jsonText(value);
    if (text.size() > maxMatchedText)
        return {false, QStringLiteral("the text is longer than %1 characters").arg(maxMatchedText)};
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.isValid())
        return {false, QStringLiteral("the pattern takes too long on this text")};
    return {match.hasMatch(), {}};
}

Verdict schemaVerdict(const CollectionJson &value, const CollectionJson &schema)
{
    const SchemaJudgement said = checkAgainstSchema(jsonText(value).toUtf8(), jsonText(schema).toUtf8());
    QStringList reasons = said.findings;
    for (const QString &part : said.notJudged())
        reasons << u"could not be judged: " % part;
    return {reasons.isEmpty(), reasons.join(QStringLiteral("; "))};
}

Verdict sizeVerdict(const CollectionJson &value, const CollectionJson &expected)
{
    if (!value.is_structured() && !value.is_string())
        return {false, QString(QStringLiteral("count needs a list, text or object; this is ") % QLatin1StringView(value.is_number() ? "the number " : "") % jsonText(value))};
    const std::size_t size = value.is_string() ? static_cast<std::size_t>(QString::fromStdString(value.get<std::string>()).size()) : value.size();
    return {expected.is_number() && expected.get<double>() == static_cast<double>(size), QString::number(size)};
}

Verdict orderVerdict(const CollectionJson &value, Check::Operator op, const CollectionJson &expected)
{
    if (!value.is_number() || !expected.is_number())
        return {false, {}};
    switch (op) {
    case Check::Operator::Less: return {value < expected, {}};
    case Check::Operator::Greater: return {value > expected, {}};
    case Check::Operator::AtMost: return {value <= expected, {}};
    default: return {value >= expected, {}};
    }
}

Verdict verdictOf(const CollectionJson &value, Check::Operator op, const CollectionJson &expected)
{
    using Operator = Check::Operator;
    switch (op) {
    case Operator::Equals: return {areEqual(value, expected), {}};
    case Operator::NotEquals: return {!areEqual(value, expected), {}};
    case Operator::OneOf: return {expected.is_array() && holds(expected, value), {}};
    case Operator::Contains: return {holds(value, expected), {}};
    case Operator::Matches: return matchVerdict(value, expected);
    case Operator::Type: {
        const std::string word = typeWord(value);
        return {expected == word || (word == "integer" && expected == "number"), QString::fromStdString(word)};
    }
    case Operator::Count: return sizeVerdict(value, expected);
    case Operator::Schema: return schemaVerdict(value, expected);
    case Operator::Exists: return {expected == true, {}}; // it is there
    case Operator::Less:
    case Operator::Greater:
    case Operator::AtMost:
    case Operator::AtLeast: return orderVerdict(value, op, expected);
    }
    return {};
}

/// The text at a path that names one value at most.
QByteArrayView sliceAt(QByteArrayView json, const QList<jsonpath::Part> &path)
{
    for (const jsonpath::Part &part : path) {
        if (part.kind == jsonpath::Part::Kind::Member) {
            json = jsonslice::member(json, part.name.toUtf8()).value_or(QByteArrayView());
            continue;
        }
        const QList<QByteArrayView> elements = jsonslice::elements(json);
        json = elements.value(part.index < 0 ? part.index + elements.size() : part.index);
    }
    return json;
}

} // namespace

struct AnswerReader::Parsed {
    collection::Answer answer;
    CollectionJson result;

    /// A list of what was found when the path can find several.
    [[nodiscard]] std::optional<CollectionJson> valueAt(const QString &path) const
    {
        const auto parts = jsonpath::parse(path);
        if (!parts)
            return std::nullopt;
        const auto found = selectJson(result, *parts);
        if (jsonpath::isDefinite(*parts))
            return found.empty() ? std::nullopt : std::optional(*found.front());
        CollectionJson list = CollectionJson::array();
        for (const CollectionJson *one : found)
            list.push_back(*one);
        return list;
    }

    [[nodiscard]] std::optional<CollectionJson> subject(const QString &on) const
    {
        if (on == QStringLiteral("status"))
            return answer.status.toStdString();
        if (on == QStringLiteral("code"))
            return answer.code.isEmpty() ? std::nullopt : std::optional(CollectionJson::parse(answer.code.toStdString(), nullptr, false));
        if (on == QStringLiteral("text"))
            return answer.text.toStdString();
        if (on == QStringLiteral("latencyMs"))
            return answer.elapsed.count();
        if (on == QStringLiteral("progress"))
            return answer.progress;
        if (on != QStringLiteral("warnings"))
            return valueAt(on);
        CollectionJson list = CollectionJson::array();
        for (const QString &warning : answer.warnings)
            list.push_back(warning.toStdString());
        return list;
    }
};

AnswerReader::AnswerReader(const collection::Answer &answer) : m_parsed(std::make_unique<Parsed>(Parsed{.answer = answer, .result = {}}))
{
    if (CollectionJson json = CollectionJson::parse(answer.result.cbegin(), answer.result.cend(), nullptr, false); !json.is_discarded())
        m_parsed->result = std::move(json);
}

AnswerReader::~AnswerReader() = default;

CheckOutcome AnswerReader::check(const Check &check) const
{
    CheckOutcome outcome{.what = check.on % u' ' % operatorWord(check.op) % u' ' % cutText(check.expected), .actual = {}};
    const auto expected = CollectionJson::parse(check.expected.toStdString(), nullptr, false);
    const auto value = m_parsed->subject(check.on);
    const bool isList = check.on.startsWith(u'$') && value && !jsonpath::isDefinite(jsonpath::parse(check.on).value_or(QList<jsonpath::Part>()));
    if (!value || (isList && check.op == Check::Operator::Exists && value->empty())) {
        outcome.isMet = check.op == Check::Operator::Exists && expected == false;
        outcome.actual = QStringLiteral("nothing is there");
        return outcome;
    }
    const Verdict verdict = verdictOf(*value, check.op, expected);
    outcome.isMet = verdict.isMet;
    outcome.actual = cutText(verdict.instead.isEmpty() ? jsonText(*value) : verdict.instead);
    return outcome;
}

std::optional<QString> AnswerReader::capture(const QString &path) const
{
    if (path == QStringLiteral("text"))
        return jsonText(CollectionJson(m_parsed->answer.text.toStdString()));
    const auto value = m_parsed->valueAt(path);
    if (!value)
        return std::nullopt;
    const auto parts = jsonpath::parse(path);
    return jsonpath::isDefinite(*parts) ? asWritten(*value, sliceAt(m_parsed->answer.result, *parts)) : jsonText(*value);
}

} // namespace qd
