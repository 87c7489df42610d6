#pragma once

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace qd::lab {

/// The "render" part of a reply (azure facts 2.2) from the query's render operator: every member is present, those that
/// the query leaves out have Azure's defaults. An empty visualization gives that of a query without render, "table".
std::string renderJson(const QString &visualization, const std::vector<std::pair<QString, QString>> &properties);

} // namespace qd::lab
