#pragma once

#include "mcp/toolform.h"
#include "mcpcallrecord.h"
#include "mcpinspection.h"
#include "mcpoffermodel.h"

namespace qd {

/// What the panel beside the list is about: one tool, prompt, resource or template. A value.
struct CallSubject {
    McpCallRecord::Kind kind = McpCallRecord::Kind::Tool;
    QString name;        ///< of a resource: its address, or the template
    QString title;
    QString description;
    ToolForm form;
    std::optional<bool> isReadOnly;    ///< what the tool says of itself
    std::optional<bool> isDestructive;
    bool isTemplate = false;
    bool isSubscribable = false;
    McpTaskSupport taskSupport = McpTaskSupport::Forbidden;
    QList<std::pair<QString, QString>> facts; ///< name and value, in order
    QString inputSchema;  ///< JSON, or empty
    QString outputSchema; ///< JSON, or empty
    QString definition;   ///< JSON as it came
    bool isPinned = false; ///< its server's listing was approved once
    McpOffer::Standing standing = McpOffer::Standing::None;
    McpItemReport report;
};


} // namespace qd
