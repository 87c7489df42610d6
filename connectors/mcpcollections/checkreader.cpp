#include "mcpcollections/stepreader.h"

#include "mcp/schemacheck.h"

#include <QRegularExpression>
#include <QStringBuilder>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd {

using collection::Check;
using collection::maxPattern;
using collection::operatorWord;

namespace {

bool isTypeName(const CollectionJson &json)
{
    static constexpr std::array names{"null", "boolean", "object", "array", "number", "integer", "string"};
    return std::ranges::any_of(names, [&json](const char *name) { return json == name; });
}

bool isStatus(const CollectionJson &json)
{
    static constexpr std::array words{"ok", "toolError", "error", "timeout", "failed"};
    return isVariable(json) || std::ranges::any_of(words, [&json](const char *word) { return json == word; });
}

/// A status that there is not would never be met, or always.
void checkStatusWord(const Check &check, const CollectionJson &expected, const QString &place)
{
    using Operator = Check::Operator;
    if (check.on != QStringLiteral("status"))
        return;
    const bool isOne = (check.op != Operator::Equals && check.op != Operator::NotEquals) || isStatus(expected);
    const bool isEach = check.op != Operator::OneOf || !expected.is_array() || std::ranges::all_of(expected, isStatus);
    if (!isOne || !isEach)
        refuse(place, QStringLiteral("a status is ok, toolError, error, timeout or failed"));
}

void checkPattern(const CollectionJson &expected, const QString &place)
{
    if (!expected.is_string() || qtext(expected.get_ref<const std::string &>()).contains(u"${"))
        return;
    const QRegularExpression pattern(qtext(expected.get_ref<const std::string &>()), QRegularExpression::UseUnicodePropertiesOption);
    if (!pattern.isValid())
        refuse(place, u"the pattern cannot be read: " % pattern.errorString());
}

/// Held against something, a schema shows whether it is one.
void checkSchema(const QString &schema, const QString &place)
{
    if (schema.contains(u"${"))
        return;
    const SchemaJudgement said = checkAgainstSchema("null", schema.toUtf8());
    if (!said.isReadable)
        refuse(place, said.findings.value(0));
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
    checkStatusWord(check, expected, place);
    const auto needs = [&](bool isFine, QLatin1StringView what) {
        if (!isFine && !isVariable(expected))
            refuse(place, operatorWord(check.op) % u" needs " % what);
    };
    if (check.op == Operator::Exists)
        needs(expected.is_boolean(), QLatin1StringView("true or false"));
    if (check.op == Operator::OneOf)
        needs(expected.is_array(), QLatin1StringView("a list"));
    if (check.op == Operator::Matches)
        needs(expected.is_string() && static_cast<qsizetype>(expected.get_ref<const std::string &>().size()) <= maxPattern, QLatin1StringView("a pattern of at most 1000 characters"));
    if (check.op == Operator::Matches)
        checkPattern(expected, place);
    if (check.op == Operator::Type)
        needs(isTypeName(expected), QLatin1StringView("the name of a type: null, boolean, object, array, number, integer or string"));
    if (check.op == Operator::Schema)
        needs(expected.is_object() || expected.is_boolean(), QLatin1StringView("a JSON schema: an object, true or false"));
    if (check.op == Operator::Schema)
        checkSchema(check.expected, place);
    if (check.op == Operator::Count)
        needs(expected.is_number() && expected.get<double>() >= 0 && std::floor(expected.get<double>()) == expected.get<double>(), QLatin1StringView("a whole number from 0 on"));
    if (check.op == Operator::Less || check.op == Operator::Greater || check.op == Operator::AtMost || check.op == Operator::AtLeast)
        needs(expected.is_number(), QLatin1StringView("a number"));
}

} // namespace

Check readCheck(const Part &part)
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
            ++found;
        }
    }
    if (found != 1)
        refuse(part.place(), QStringLiteral("exactly one of equals, notEquals, oneOf, exists, contains, matches, less, greater, atMost, atLeast, type, count, schema is expected"));
    checkReadable(made, part.json().at(operatorWord(made.op).toStdString()), part.place());
    return made;
}

} // namespace qd
