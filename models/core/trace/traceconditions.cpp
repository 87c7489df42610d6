#include "trace/traceconditions.h"

#include "slo/kqltext.h"
#include "slo/sliquery.h"

namespace qd {

namespace tracekql {

QString during(const TraceDialect &dialect, TimeSpanRange range, bool isOpen)
{
    constexpr std::chrono::hours longestTrace{1};
    return QStringLiteral("%1 >= %2 and %1 < %3")
        .arg(dialect.time, kqltext::dateTime(range.from), kqltext::dateTime(isOpen ? range.to + longestTrace : range.to));
}

QString isModelCall(const TraceDialect &dialect)
{
    return QStringLiteral("%1 !in (\"\", \"invoke_agent\", \"create_agent\", \"invoke_workflow\")")
        .arg(kqltext::dynamicField(dialect.bag, QStringLiteral("gen_ai.operation.name")));
}

QString costField(const TraceDialect &dialect)
{
    return QStringLiteral("coalesce(todouble(%1) + todouble(%2), todouble(%3))")
        .arg(kqltext::dynamicField(dialect.bag, QStringLiteral("microsoft.gen_ai.cost.input")),
             kqltext::dynamicField(dialect.bag, QStringLiteral("microsoft.gen_ai.cost.output")),
             kqltext::dynamicField(dialect.bag, QStringLiteral("gen_ai.usage.cost")));
}

} // namespace tracekql

namespace {

QString compareSign(TraceTerm::Compare compare)
{
    switch (compare) {
    case TraceTerm::Compare::Equal: return QStringLiteral("==");
    case TraceTerm::Compare::Less: return QStringLiteral("<");
    case TraceTerm::Compare::LessOrEqual: return QStringLiteral("<=");
    case TraceTerm::Compare::Greater: return QStringLiteral(">");
    case TraceTerm::Compare::GreaterOrEqual: return QStringLiteral(">=");
    }
    return {};
}

/// `field` is what was typed: a star at the end stands for any end, one in front for any text before.
QString matches(const QString &field, const QString &typed)
{
    const bool isOpenStart = typed.startsWith(u'*');
    const bool isOpenEnd = typed.endsWith(u'*');
    QString text = typed.mid(isOpenStart ? 1 : 0);
    text.chop(isOpenEnd && !text.isEmpty() ? 1 : 0);
    const QString sign = isOpenStart ? QStringLiteral(" contains ") : isOpenEnd ? QStringLiteral(" startswith ") : QStringLiteral(" =~ ");
    return field % sign % kqlString(text);
}

QStringList rootKeys(TraceTerm::Field field)
{
    switch (field) {
    case TraceTerm::Field::Tenant: return {QStringLiteral("tenant")};
    case TraceTerm::Field::Model: return {QStringLiteral("model")};
    case TraceTerm::Field::Prompt: return {QStringLiteral("prompt_version")};
    case TraceTerm::Field::Agent: return {QStringLiteral("agent")};
    default: return {};
    }
}

QStringList spanKeys(TraceTerm::Field field)
{
    switch (field) {
    case TraceTerm::Field::Tool: return {QStringLiteral("gen_ai.tool.name")};
    case TraceTerm::Field::Tenant: return {QStringLiteral("tenant")};
    case TraceTerm::Field::Model: return {QStringLiteral("gen_ai.request.model"), QStringLiteral("gen_ai.response.model")};
    case TraceTerm::Field::Prompt: return {QStringLiteral("gen_ai.agent.version"), QStringLiteral("gen_ai.prompt.name")};
    case TraceTerm::Field::Agent: return {QStringLiteral("gen_ai.agent.name")};
    default: return {};
    }
}

} // namespace

TraceConditions::TraceConditions(const TraceDialect &dialect, const TraceFilter &filter, TimeSpanRange range)
    : m_dialect(dialect), m_range(range)
{
    for (const TraceTerm &term : filter.terms) {
        const QString condition = conditionOf(term);
        m_where += QStringLiteral("\n| where ") % (term.isNegated ? QStringLiteral("not(") % condition % u')' : condition);
    }
}

QString TraceConditions::among(const QString &query)
{
    const QString name = QStringLiteral("found%1").arg(m_lets.size() + 1);
    m_lets.append(QStringLiteral("let %1 = %2;\n").arg(name, query));
    return QStringLiteral("%1 in (%2)").arg(m_dialect.operation, name);
}

QString TraceConditions::spansWhere(const QString &condition) const
{
    return QStringLiteral("%1\n| where %2 and (%3)\n| distinct %4")
        .arg(m_dialect.dependencies, tracekql::during(m_dialect, m_range, true), condition, m_dialect.operation);
}

QString TraceConditions::conditionOf(const TraceTerm &term)
{
    switch (term.field) {
    case TraceTerm::Field::Text: return textCondition(term.text);
    case TraceTerm::Field::Error: return failureCondition();
    case TraceTerm::Field::Duration:
        return QStringLiteral("%1 %2 %3").arg(m_dialect.duration, compareSign(term.compare), kqltext::real(term.number));
    case TraceTerm::Field::Cost:
    case TraceTerm::Field::Tokens: return sumCondition(term);
    case TraceTerm::Field::Tool:
    case TraceTerm::Field::Tenant:
    case TraceTerm::Field::Model:
    case TraceTerm::Field::Prompt:
    case TraceTerm::Field::Agent: break;
    }
    return namedCondition(term);
}

QString TraceConditions::textCondition(const QString &text)
{
    const TraceDialect &d = m_dialect;
    const QString literal = kqlString(text);
    const auto has = [&literal](const QString &field) -> QString { return field % QStringLiteral(" contains ") % literal; };
    const QString during = tracekql::during(d, m_range, true);
    const auto leg = [&](const QString &table, const QString &condition) {
        return QStringLiteral("(%1\n| where %2 and (%3)\n| project operation = %4)").arg(table, during, condition, d.operation);
    };
    const QString anywhere = among(
        QStringLiteral("union\n") % leg(d.dependencies, has(d.name) % QStringLiteral(" or ") % has(d.data)) % QStringLiteral(",\n")
        % leg(d.exceptions, has(d.outerMessage) % QStringLiteral(" or ") % has(d.exceptionType)) % QStringLiteral(",\n")
        % leg(d.logs, has(d.message)));
    return QStringLiteral("(%1 or %2 startswith %3 or %4 or %5)")
        .arg(has(d.name), d.operation, literal, has(QStringLiteral("tostring(") % d.bag % u')'), anywhere);
}

QString TraceConditions::failureCondition()
{
    return QStringLiteral("(%1 == false or %2 == \"failed\" or %3)")
        .arg(m_dialect.success, kqltext::dynamicField(m_dialect.bag, QStringLiteral("outcome")),
             among(spansWhere(m_dialect.success % QStringLiteral(" == false"))));
}

QString TraceConditions::namedCondition(const TraceTerm &term)
{
    QStringList ways;
    for (const QString &key : rootKeys(term.field))
        ways.append(matches(kqltext::dynamicField(m_dialect.bag, key), term.text));
    QStringList below;
    for (const QString &key : spanKeys(term.field))
        below.append(matches(kqltext::dynamicField(m_dialect.bag, key), term.text));
    ways.append(among(spansWhere(below.join(QLatin1String(" or ")))));
    return u'(' % ways.join(QLatin1String(" or ")) % u')';
}

QString TraceConditions::sumCondition(const TraceTerm &term)
{
    const TraceDialect &d = m_dialect;
    const auto tokens = [&d](const char *key) {
        return QStringLiteral("coalesce(todouble(%1), 0.0)").arg(kqltext::dynamicField(d.bag, QLatin1String(key)));
    };
    const QString value = term.field == TraceTerm::Field::Cost
        ? tracekql::costField(d)
        : tokens("gen_ai.usage.input_tokens") % QStringLiteral(" + ") % tokens("gen_ai.usage.output_tokens");
    return among(QStringLiteral("%1\n| where %2 and %3\n| summarize spent = sum(%4) by %5\n| where spent %6 %7\n| project %5")
                     .arg(d.dependencies, tracekql::during(d, m_range, true), tracekql::isModelCall(d), value, d.operation,
                          compareSign(term.compare), kqltext::real(term.number)));
}

} // namespace qd
