#pragma once

#include "clock.h"
#include "http/callstate.h"
#include "mcp/mcpclientanswers.h"
#include "mcprequeststore.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <variant>

namespace qd {

/// Answers what servers ask with the word of the person at the window: keeps each question until it is answered, refused
/// or taken back. Folders that servers may see are given at once. GUI thread.
class McpRequestDesk final : public QObject, public McpClientAnswers
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRequestDesk)

public:
    static constexpr size_t maxWaiting = 100; ///< over which everything is declined

    /// Both are borrowed and must outlive every session that has this.
    McpRequestDesk(McpRequestStore &store, const Clock &clock) : m_store(store), m_clock(clock) {}

    using RootsOf = std::function<QList<McpRoot>(const McpServerId &)>;
    /// What each server may know of this machine's folders; none without.
    void setRootsOf(RootsOf rootsOf) { m_rootsOf = std::move(rootsOf); }

    [[nodiscard]] McpAbilities abilities() const override;
    Call listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion) override;
    Call sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion) override;
    Call elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion) override;
    void elicitationDone(const McpServerId &server, const QString &id) override;

    /// The form's content as JSON; empty for a page that is to be visited.
    void accept(quint64 id, const QString &content);
    /// The page of a request that waits for it was visited: the request is sent again.
    void visited(quint64 id);
    void decline(quint64 id);
    /// Neither yes nor no: the person went away from it.
    void dismiss(quint64 id);
    void answer(quint64 id, const McpSamplingAnswer &answer);

private:
    using Elicitation = std::shared_ptr<CallState<McpElicitationAnswer>>;
    using Sampling = std::shared_ptr<CallState<McpSamplingAnswer>>;

    void settle(quint64 id, const McpElicitationAnswer &answer);
    template<typename T>
    Call keep(McpPendingRequest request, const std::shared_ptr<CallState<T>> &state);

    McpRequestStore &m_store;
    const Clock &m_clock;
    RootsOf m_rootsOf;
    std::map<quint64, std::variant<Elicitation, Sampling>> m_waiting;
};

} // namespace qd
