#pragma once

#include "mcp/drift.h"
#include "mcp/scanfinding.h"

#include <QHash>

#include <memory>

namespace qd {

/// What the product knows of one thing that a server offers, beside the server's own words.
struct McpItemReport {
    qint64 tokens = 0; ///< what it takes of a model's context each time it is listed
    qint64 bytes = 0;
    QString sha256;
    DriftState drift = DriftState::Approved; ///< means something in a pinned listing alone
    DriftSeverity severity = DriftSeverity::None;
    QList<FieldChange> changes;
    QList<ScanFinding> findings; ///< worst first
};

/// What reading a whole listing gave: its cost, how it stands to what was approved, what the scan found. Made off the GUI
/// thread and never changed.
struct McpInspection {
    bool isPinned = false;
    QList<FieldChange> identity; ///< the program or address is not the approved one
    QList<ItemDrift> removed;
    QHash<QString, McpItemReport> items; ///< by inspectionKey()
    qint64 tokens = 0;
    qint64 bytes = 0;
    int changed = 0;    ///< items that are new, changed or removed since the approval
    int suspicious = 0; ///< items with a finding of Medium or High
};

using McpInspectionPtr = std::shared_ptr<const McpInspection>;

[[nodiscard]] inline QString inspectionKey(McpDefinition::Kind kind, const QString &name) { return mcpKindName(kind) + u':' + name; }

/// The worst of an item's findings; Low when there is none.
[[nodiscard]] inline ScanFinding::Severity worstFinding(const McpItemReport &report)
{
    return report.findings.isEmpty() ? ScanFinding::Severity::Low : report.findings.first().severity;
}

} // namespace qd
