#pragma once

#include "commands/mcp/mcpsidescommand.h"
#include "mcp/mcppins.h"

namespace qd {

struct McpPinRequest {
    QString path; ///< of the file with the pins
    McpPins pins; ///< as it is
    bool isApproving = false;
    QStringList names; ///< empty: all
};

/// `mcp pin`: holds a server against its pin; with --approve writes the pin. Nothing else ever does.
class McpPinCommand final : public McpSidesCommand
{
    Q_OBJECT

public:
    McpPinCommand(const CliContext &context, const McpSide &side, McpPinRequest request, const CliSignInChoice &signIn);

private:
    ExitCode judge(const QList<McpListing> &listings) override;
    [[nodiscard]] Result<void> approveNow(const McpIdentity &identity, const McpListing &listing);
    void report(const PinReport &report, const McpListing &listing) const;

    const McpSide m_side;
    McpPinRequest m_request;
};

} // namespace qd
