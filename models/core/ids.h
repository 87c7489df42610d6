#pragma once

#include <QHash>
#include <QString>

namespace qd {

/// A string that names one kind of thing; ids of different kinds do not mix.
template<typename Tag>
struct StrongId {
    QString value;

    StrongId() = default;
    explicit StrongId(QString text) : value(std::move(text)) {}
    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
    auto operator<=>(const StrongId &) const = default;
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return qHash(id.value, seed); }
};

using SloId = StrongId<struct SloIdTag>;             ///< one service level objective, e.g. "task-success"
using ProfileId = StrongId<struct ProfileIdTag>;     ///< one connection profile
using AppId = StrongId<struct AppIdTag>;             ///< Application Insights application id (GUID)
using WorkspaceId = StrongId<struct WorkspaceIdTag>; ///< Log Analytics workspace id (GUID)

} // namespace qd
