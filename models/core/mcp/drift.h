#pragma once

#include "mcp/mcpdefinition.h"

/// What differs between what was approved and what a server offers now. Pure.
namespace qd {

enum class DriftState { Approved, New, Changed, Removed };
enum class DriftSeverity { None, Low, Medium, High };

/// One field that differs; whole parameters are one field.
struct FieldChange {
    QString path;   ///< JSON pointer; members of sets by value: "/inputSchema/required=a"
    QString before; ///< canonical JSON or, of a parameter, its fields; empty: was not there
    QString after;  ///< empty: is no longer there
    DriftSeverity severity = DriftSeverity::Low;
    QString reason; ///< a few words
    bool operator==(const FieldChange &) const = default;
};

struct ItemDrift {
    McpDefinition::Kind kind = McpDefinition::Kind::Tool;
    QString name; ///< the second of one name in a listing: "echo (2)"
    DriftState state = DriftState::Approved;
    DriftSeverity severity = DriftSeverity::None; ///< the worst of its fields; new: Medium, removed: Low
    QString approvedHash;
    QString seenHash;
    QList<FieldChange> fields; ///< of Changed, worst first
    bool operator==(const ItemDrift &) const = default;
};

/// Every item of both, in the order of `seen`, then what was removed. An item is Approved only when its hash is the
/// approved one.
[[nodiscard]] QList<ItemDrift> driftOf(const QList<McpDefinition> &approved, const QList<McpDefinition> &seen);
/// The fields of two definitions of one thing that differ, worst first; one "order" entry when only the order does.
[[nodiscard]] QList<FieldChange> fieldChanges(const McpDefinition &before, const McpDefinition &after);
/// The worst of all.
[[nodiscard]] DriftSeverity worstOf(const QList<ItemDrift> &items);

[[nodiscard]] QString driftStateName(DriftState state);
[[nodiscard]] QString driftSeverityName(DriftSeverity severity);
/// A key for a definition that is unique in its listing: kind, name and which of that name it is, from 1.
[[nodiscard]] QStringList definitionKeys(const QList<McpDefinition> &definitions);
/// "echo", "echo (2)": as definitionKeys() counts them.
[[nodiscard]] QString nameOfKey(const QString &key);

} // namespace qd
