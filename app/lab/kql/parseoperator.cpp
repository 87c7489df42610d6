#include "kql/functions.h"
#include "kql/operators.h"

#include <QRegularExpression>

#include <algorithm>

/// parse and parse-where: a pattern of strings and columns as one regular expression.
namespace qd::lab {

namespace {

using PatternPart = kql::ParseOperator::PatternPart;

bool isStar(const PatternPart &part) { return part.column.isEmpty() && part.text.isEmpty(); }

/// Parentheses of the user's pattern must not count as columns.
QString withoutGroups(const QString &pattern)
{
    QString plain;
    bool inClass = false;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        plain += pattern[i];
        if (pattern[i] == u'\\' && i + 1 < pattern.size())
            plain += pattern[++i];
        else if (pattern[i] == u'[' || pattern[i] == u']')
            inClass = pattern[i] == u'[';
        else if (pattern[i] == u'(' && !inClass && pattern.mid(i + 1, 1) != u"?")
            plain += QStringLiteral("?:");
    }
    return plain;
}

/// What a column takes: numbers their digits, everything else what stands before the next string.
QString columnPattern(const PatternPart &part, bool relaxed, bool last)
{
    if (!relaxed && isIntegral(part.type))
        return QStringLiteral("([-+]?[0-9]+)");
    if (!relaxed && part.type == ColumnType::Real)
        return QStringLiteral("([-+]?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");
    return last ? QStringLiteral("(.*)$") : QStringLiteral("(.*?)");
}

QString wholePattern(const kql::ParseOperator &step)
{
    QString pattern = u"(?s" % step.flags % u")^";
    for (size_t i = 0; i < step.parts.size(); ++i) {
        const PatternPart &part = step.parts[i];
        const bool last = i + 1 == step.parts.size();
        if (isStar(part))
            pattern += last ? QString() : QStringLiteral(".*?");
        else if (!part.column.isEmpty())
            pattern += columnPattern(part, step.kind == u"relaxed", last);
        else
            pattern += step.kind == u"regex" ? QString(u"(?:" % withoutGroups(part.text) % u')') : QRegularExpression::escape(part.text);
    }
    return pattern;
}

std::vector<const PatternPart *> parsedColumns(const kql::ParseOperator &step)
{
    std::vector<const PatternPart *> columns;
    for (const PatternPart &part : step.parts)
        if (!part.column.isEmpty())
            columns.push_back(&part);
    return columns;
}

bool checkPattern(CompileContext &context, const kql::ParseOperator &step)
{
    for (const PatternPart &part : step.parts)
        if (step.kind == u"regex" && part.column.isEmpty() && !QRegularExpression(part.text).isValid())
            context.fail(semArguments, QStringLiteral("the regular expression is not valid"), part.place);
    for (size_t i = 1; i < step.parts.size(); ++i)
        if (!step.parts[i].column.isEmpty() && !step.parts[i - 1].column.isEmpty())
            context.fail(semArguments, QStringLiteral("two columns need a string between them"), step.parts[i].place);
    const std::vector<const PatternPart *> columns = parsedColumns(step);
    if (columns.empty())
        context.fail(semArguments, QStringLiteral("the pattern has no column"), step.parts.front().place);
    return !context.error;
}

/// The text that is parsed as a column of the closed relation.
QString parsedText(const OperatorCall &call, const kql::Expr &source)
{
    call.prepare({&source});
    const BoundExpr text = plainExpr(call.bind(source));
    if (text.type != ColumnType::String && text.type != ColumnType::Dynamic && !call.context.error)
        call.context.fail(semType, u"a string is needed, not " % columnTypeName(text.type), source.place);
    call.relation.columns.push_back({{}, madeExpr(ColumnType::String, textSql(text), false)});
    closeRelation(call.context, &call.relation);
    const QString name = call.relation.columns.back().expr.sql;
    call.relation.columns.pop_back();
    return name;
}

BoundExpr parsedValue(const PatternPart &part, const QString &groups, size_t index)
{
    const BoundExpr text = madeExpr(ColumnType::String, u"struct_extract(" % groups % u", 'g" % QString::number(index) % u"')", false);
    if (part.type == ColumnType::Dynamic)
        return parsedJson(text.sql);
    return convertedTo(part.type, text).value_or(text);
}

} // namespace

void bindOperator(OperatorCall &call, const kql::ParseOperator &step)
{
    if (!checkPattern(call.context, step))
        return;
    const QString text = parsedText(call, *step.source);
    const std::vector<const PatternPart *> columns = parsedColumns(step);
    const QString pattern = sqlText(wholePattern(step));
    const QString groups = call.context.aliases.next(u'c');
    const QString matched = call.context.aliases.next(u'c');
    QStringList names;
    QStringList tests{u"regexp_matches(" % text % u", " % pattern % u')'};
    for (size_t i = 0; i < columns.size(); ++i) {
        names += u"'g" % QString::number(i) % u'\'';
        if (columns[i]->type != ColumnType::String && step.kind != u"relaxed")
            tests += u'(' % parsedValue(*columns[i], groups, i).sql % u") IS NOT NULL";
    }
    QString inner = u"(SELECT *, regexp_extract(" % text % u", " % pattern % u", [" % names.join(u", ") % u"]) AS " % groups
        % u" FROM " % call.relation.from % u") AS " % call.context.aliases.next(u't');
    call.relation.from = u"(SELECT *, (" % tests.join(u" AND ") % u") AS " % matched % u" FROM " % inner % u") AS " % call.context.aliases.next(u't');
    for (size_t i = 0; i < columns.size(); ++i) {
        BoundExpr value = parsedValue(*columns[i], groups, i);
        value.sql = u"CASE WHEN " % matched % u" THEN " % value.sql % (value.type == ColumnType::String ? u" ELSE '' END" : u" END");
        value.nullable = value.type != ColumnType::String;
        const auto known = std::ranges::find(call.relation.columns, columns[i]->column, &Relation::NamedColumn::name);
        if (known != call.relation.columns.end())
            known->expr = value;
        else
            call.relation.columns.push_back({columns[i]->column, value});
    }
    if (step.only)
        call.relation.where += matched;
}

} // namespace qd::lab
