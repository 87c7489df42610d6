#pragma once

#include "allowserver.h"
#include "mcp/mcpsession.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace qd {

/// What is to be proved, and as whom. Holds the subject's key: in memory only, for as long as the proof runs.
struct ProofOrder {
    McpServerConfig server;      ///< the gateway's address, with the subject's key among its headers
    QList<AllowTool> tools;      ///< what is known of the server's tools; `live` says which of them must pass
};

/// Proves an allowlist from outside, as a subject through the gateway: the list shows exactly the set, every allowed tool
/// can be called, and everything else is refused with -32601. Tools that say they destroy, or must run as a task, are not
/// called. One probe at a time. GUI thread.
class AllowProof final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AllowProof)

public:
    static constexpr Milliseconds probeTimeout{15000}; ///< a tool that takes longer was not refused, and is skipped

    AllowProof(McpConnector &mcp, ProofOrder order, QObject *parent = nullptr);
    ~AllowProof() override;
    void start();
    [[nodiscard]] const QList<ProofRow> &rows() const { return m_rows; }

signals:
    void rowsChanged();
    /// Once: all probes ran, or the gateway could not be asked at all.
    void finished(const std::optional<qd::Error> &error);

private:
    enum class Expect { List, NotRefused, Refused, BatchRefused };
    struct Probe {
        QString what;
        QByteArray message;
        Expect expect = Expect::Refused;
        QString skip; ///< why it is not sent
    };

    void plan();
    void planAllowed();
    void planRefused();
    void next();
    void judge(const Probe &probe, const Result<QByteArray> &answer);
    void judgeList(ProofRow &row, const QString &answer) const;
    void judgeCall(ProofRow &row, const QString &answer) const;
    void judgeRefusal(ProofRow &row, const QString &answer, bool isBatch) const;
    [[nodiscard]] QStringList allowedNames() const;

    McpConnector &m_mcp;
    const ProofOrder m_order;
    std::unique_ptr<McpSession> m_session;
    QList<Probe> m_probes;
    QList<ProofRow> m_rows;
    qsizetype m_at = 0;
    Call m_call;
};

} // namespace qd
