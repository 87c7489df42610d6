#pragma once

#include "mcp/codec20251125.h"

namespace qd {

/// Revision 2026-07-28: no initialize and no session; every request says in `_meta` what its client speaks and can, and
/// over HTTP says the method and the name in headers as well. Lists, calls and reads are as before.
class Codec20260728 final : public Codec20251125
{
public:
    static constexpr const char *revision = "2026-07-28";

    /// `level` asks for notifications/message with each request.
    explicit Codec20260728(const McpAbilities &abilities = {}, std::optional<McpLogLevel> level = {}) : m_abilities(abilities), m_level(level) {}

    [[nodiscard]] McpRequest discover() const;
    /// ErrorKind::Protocol: the server speaks these revisions, and none of ours.
    [[nodiscard]] static Error revisionRefusal(const QStringList &theirs);
    /// Or revisionRefusal().
    [[nodiscard]] Result<McpServerInfo> decodeDiscovery(const QByteArray &result) const;
    /// What the server should tell from now on: changed lists that it offers to tell, and these resources and tasks.
    [[nodiscard]] McpRequest listen(const McpServerInfo &info, const QStringList &uris, const QStringList &tasks) const;
    [[nodiscard]] McpRequest updateTask(const QString &id, const QByteArray &inputResponses) const;

    [[nodiscard]] McpRequest callTool(const QString &name, const QByteArray &arguments, const McpCallOptions &options) const override;
    [[nodiscard]] McpRequest ping() const override { return discover(); }
    [[nodiscard]] McpRequest sealed(McpRequest request, qint64 progressToken) const override;
    [[nodiscard]] Result<McpVerdict> verdictOf(const QByteArray &result) const override;
    [[nodiscard]] bool isModern() const override { return true; }

private:
    const McpAbilities m_abilities;
    const std::optional<McpLogLevel> m_level;
};

} // namespace qd
