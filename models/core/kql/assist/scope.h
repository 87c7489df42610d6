#pragma once

#include "kql/assist.h"

#include <optional>
#include <vector>

namespace qd::kql::assist {

struct ScopeColumn {
    QString name;
    std::optional<ColumnType> type;
    TextRange made; ///< where the query makes it; empty for a table's own
    QString table;  ///< whose column it is, or empty
};

/// The columns that an expression may name. An open scope may hold more than are listed, so nothing is unknown in it.
struct Scope {
    static constexpr size_t maximumColumns = 400;

    std::vector<ScopeColumn> columns;
    bool open = false;

    [[nodiscard]] const ScopeColumn *find(QStringView name) const;
    /// Adds it, or takes the place of its namesake.
    void set(ScopeColumn column);
    /// Adds it under a name that is free: x, x1, x2, …
    void addBeside(ScopeColumn column);
    void remove(QStringView name);
    static Scope unknown() { return Scope{.columns = {}, .open = true}; }
};

/// The columns of a table of the catalog.
Scope scopeOf(const query::CatalogTable &table);
/// Whether a column name fits "prefix*" and its like.
bool fitsPattern(QStringView name, QStringView pattern);

} // namespace qd::kql::assist
