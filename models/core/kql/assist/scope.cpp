#include "kql/assist/scope.h"

#include <algorithm>
#include <utility>

namespace qd::kql::assist {

const ScopeColumn *Scope::find(QStringView name) const
{
    const auto at = std::ranges::find_if(columns, [name](const ScopeColumn &column) { return column.name == name; });
    return at == columns.end() ? nullptr : &*at;
}

void Scope::set(ScopeColumn column)
{
    const auto at = std::ranges::find_if(columns, [&column](const ScopeColumn &other) { return other.name == column.name; });
    if (at != columns.end())
        *at = std::move(column);
    else if (columns.size() < maximumColumns)
        columns.push_back(std::move(column));
    else
        open = true;
}

void Scope::addBeside(ScopeColumn column)
{
    const QString wanted = column.name;
    for (int number = 1; find(column.name) != nullptr && number < 20; ++number)
        column.name = wanted + QString::number(number);
    set(std::move(column));
}

void Scope::remove(QStringView name)
{
    std::erase_if(columns, [name](const ScopeColumn &column) { return column.name == name; });
}

Scope scopeOf(const query::CatalogTable &table)
{
    Scope scope;
    for (const query::CatalogColumn &column : table.columns)
        scope.set({column.name, column.type, {}, table.name});
    return scope;
}

bool fitsPattern(QStringView name, QStringView pattern)
{
    const qsizetype star = pattern.indexOf(u'*');
    if (star < 0)
        return name == pattern;
    const QStringView head = pattern.left(star);
    if (!name.startsWith(head))
        return false;
    QStringView rest = name.mid(head.size());
    const QList<QStringView> parts = pattern.mid(star + 1).split(u'*');
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const qsizetype at = rest.indexOf(parts[i]);
        if (at < 0)
            return false;
        rest = rest.mid(at + parts[i].size());
    }
    return rest.endsWith(parts.back());
}

} // namespace qd::kql::assist
