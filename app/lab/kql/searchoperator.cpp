#include "kql/comparison.h"
#include "kql/exprbinder.h"
#include "kql/functions.h"
#include "kql/naming.h"
#include "kql/operators.h"
#include "kql/tablebinder.h"

#include <algorithm>

/// search: rows where any column, or a certain one, has a word.
namespace qd::lab {

namespace {

using kql::Expr;
using kql::ExprKind;

/// The predicate of a search over the columns of one table.
struct SearchPredicate {
    CompileContext &context;
    const Relation &scope;
    bool caseSensitive = false;

    [[nodiscard]] QString bind(const Expr &expr) const;
    [[nodiscard]] QString anyColumn(const QString &word, const kql::Place &place) const;
    [[nodiscard]] QString inColumn(const BoundExpr &column, const QString &word, const kql::Place &place) const;
    [[nodiscard]] QString columnTest(const Expr &expr) const;
};

/// "word", "word*", "*word", "*word*" or "a*b" in the text of the column.
QString SearchPredicate::inColumn(const BoundExpr &column, const QString &word, const kql::Place &place) const
{
    const QString cs = caseSensitive ? QStringLiteral("_cs") : QString();
    BoundExpr text = madeExpr(ColumnType::String, textSql(column), false);
    if (word == u"*")
        return u'(' % text.sql % u" <> '')";
    const bool open = word.startsWith(u'*');
    const bool close = word.endsWith(u'*');
    const QString inside = word.mid(open ? 1 : 0, word.size() - (open ? 1 : 0) - (close ? 1 : 0));
    if (inside.contains(u'*')) {
        QStringList parts;
        for (const QString &part : inside.split(u'*'))
            parts += QRegularExpression::escape(part);
        const QString pattern = (caseSensitive ? u"(?s)" : u"(?is)") + parts.join(QStringLiteral(".*"));
        return u"regexp_matches(" % text.sql % u", " % sqlText(pattern) % u')';
    }
    const QString test = open && close ? QStringLiteral("contains") : open ? QStringLiteral("hassuffix") : close ? QStringLiteral("hasprefix") : QStringLiteral("has");
    return compareText(context, test + cs, text, constantExpr(ColumnType::String, inside), place).sql;
}

QString SearchPredicate::anyColumn(const QString &word, const kql::Place &place) const
{
    if (word == u"*")
        return QStringLiteral("TRUE");
    QStringList tests;
    for (const Relation::NamedColumn &column : scope.columns)
        tests += inColumn(column.expr, word, place);
    return tests.isEmpty() ? QStringLiteral("FALSE") : QString(u'(' % tests.join(u" OR ") % u')');
}

/// column:"word", or any condition over the columns; a column that this table lacks is empty.
QString SearchPredicate::columnTest(const Expr &expr) const
{
    Relation complete = scope;
    QHash<QString, int> names;
    countReferences(expr, &names);
    for (auto name = names.constBegin(); name != names.constEnd(); ++name)
        if (scope.find(name.key()) == nullptr && !context.scalars.contains(name.key()))
            return QStringLiteral("FALSE");
    if (expr.kind != ExprKind::Binary || expr.name != u":") {
        const BoundExpr made = ExprBinder(context, complete).bind(expr);
        if (made.type != ColumnType::Bool && !context.error)
            context.fail(semType, u"a condition must be bool, not " % columnTypeName(made.type), expr.place);
        return made.sql;
    }
    const QString *word = std::get_if<QString>(&expr.args[1]->value);
    if (expr.args[1]->kind == ExprKind::Literal && word != nullptr && expr.args[1]->type == ColumnType::String)
        return inColumn(ExprBinder(context, complete).bind(*expr.args[0]), *word, expr.place);
    context.fail(semArguments, QStringLiteral("a text is needed behind ':'"), expr.args[1]->place);
    return QStringLiteral("FALSE");
}

QString SearchPredicate::bind(const Expr &expr) const
{
    if (expr.kind == ExprKind::Star)
        return QStringLiteral("TRUE");
    const QString *word = expr.kind == ExprKind::Literal && expr.type == ColumnType::String ? std::get_if<QString>(&expr.value) : nullptr;
    if (word != nullptr)
        return anyColumn(*word, expr.place);
    if (expr.kind == ExprKind::And || expr.kind == ExprKind::Or) {
        QStringList parts;
        for (const kql::ExprPtr &arg : expr.args)
            parts += bind(*arg);
        return u'(' % parts.join(expr.kind == ExprKind::And ? u" AND " : u" OR ") % u')';
    }
    if (expr.kind == ExprKind::Call && expr.name == u"not" && expr.args.size() == 1)
        return u"(NOT " % bind(*expr.args[0]) % u')';
    return columnTest(expr);
}

/// Every name in a condition must stand in at least one of the tables.
void checkSearchNames(CompileContext &context, const std::vector<Relation> &legs, const Expr &expr)
{
    if (expr.kind == ExprKind::Name && !context.scalars.contains(expr.name)
        && std::ranges::none_of(legs, [&expr](const Relation &leg) { return leg.find(expr.name) != nullptr; }))
        context.fail(semUnresolved, u"Failed to resolve scalar expression named '" % expr.name.left(100) % u'\'', expr.place);
    for (const kql::ExprPtr &arg : expr.args)
        checkSearchNames(context, legs, *arg);
}

void searchLeg(CompileContext &context, Relation *leg, const kql::SearchOperator &step)
{
    closeRelation(context, leg);
    leg->where += SearchPredicate{context, *leg, step.caseSensitive}.bind(*step.predicate);
    context.spend(leg->where.last().size(), step.predicate->place);
}

std::vector<Relation> searchedTables(CompileContext &context, TableBinder &tables, const kql::SearchSource &search, const kql::Place &place)
{
    QStringList names;
    const QStringList all = context.schema.tables.keys();
    for (const QString &wanted : search.tables.isEmpty() ? QStringList{QStringLiteral("*")} : search.tables)
        names += wanted.contains(u'*') ? all.filter(namePattern(wanted)) : QStringList{wanted};
    names.removeDuplicates();
    names.sort();
    std::vector<Relation> legs;
    for (const QString &name : names) {
        legs.push_back(tables.bindTable(name, place));
        legs.back().sourceName = name;
    }
    return legs;
}

} // namespace

Relation bindSearch(CompileContext &context, TableBinder &tables, const kql::SearchSource &search, const kql::Place &place)
{
    context.keyword = QStringLiteral("search");
    std::vector<Relation> legs = searchedTables(context, tables, search, place);
    if (!context.error)
        checkSearchNames(context, legs, *search.step.predicate);
    if (context.error)
        return {};
    for (Relation &leg : legs)
        searchLeg(context, &leg, search.step);
    kql::UnionOperator all;
    all.sourceColumn = QStringLiteral("$table");
    return unitedRelations(context, all, std::move(legs), place);
}

void bindOperator(OperatorCall &call, const kql::SearchOperator &step)
{
    checkSearchNames(call.context, {call.relation}, *step.predicate);
    if (call.context.error)
        return;
    const QString table = call.relation.sourceName;
    searchLeg(call.context, &call.relation, step);
    if (call.relation.find(QStringLiteral("$table")) == nullptr)
        call.relation.columns.insert(call.relation.columns.begin(), {QStringLiteral("$table"), constantExpr(ColumnType::String, table)});
}

} // namespace qd::lab
