#include "mcpcollections/stepreader.h"

#include <QStringBuilder>

namespace qd {

using collection::Check;
using collection::maxPattern;
using collection::operatorWord;

namespace {

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
            checkReadable(made, *expected, part.place());
            ++found;
        }
    }
    if (found != 1)
        refuse(part.place(), QStringLiteral("exactly one of equals, notEquals, oneOf, exists, contains, matches, less, greater, atMost, atLeast, type, count, schema is expected"));
    return made;
}

} // namespace qd
