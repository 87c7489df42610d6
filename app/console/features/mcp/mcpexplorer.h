#pragma once

#include "features/mcp/mcpdesk.h"
#include "mcp/calldraft.h"

#include <QHash>
#include <QObject>

#include <map>

namespace qd {

/// What the chosen server offers, and the call of the chosen offer. Remembers for each server where one was and what was
/// typed, so that going to another server and back loses nothing. GUI thread.
class McpExplorer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpExplorer)

public:
    /// `desk` is borrowed.
    explicit McpExplorer(McpDesk &desk, QObject *parent = nullptr);

    /// Connects a new page.
    void wireView();
    /// The page shows the chosen server as it is now.
    void showServer();
    /// Sends what stands in the form.
    void send(const McpCallOptions &options = {});
    void cancel();
    /// Nothing is chosen by itself until fillIn(), or until this is taken back.
    void setHolding(bool isHolding);
    /// Chooses a tool, fills its arguments in and puts the cursor there; also one that is not listed.
    void fillIn(const QString &tool, const QString &arguments);
    /// Goes to a resource, listed or not, and reads it.
    void openResource(const QString &uri);

private:
    /// Where one was at a server.
    struct Place {
        McpView::Tab tab = McpView::Tab::Tools;
        QHash<int, QString> offers; ///< by tab
    };

    [[nodiscard]] McpCallRecord::Kind kind() const;
    void onServerChosen();
    void onTabChosen();
    void onOfferChosen(const QString &key);
    void onServerChanged(qsizetype index);
    void keepDraft();
    void adopt(const McpSubjectId &id, const CallSubject &subject);
    void showSubject(const QString &key);
    void showOffers(const McpServerState &state);
    void chooseOffer();
    void chooseLastTool();
    void toggleRaw(bool isRaw);
    void sendTool(const McpServerId &server, const QString &tool, const McpCallOptions &options);
    [[nodiscard]] QList<ToolProblem> missingArguments() const;
    void complete(const QString &path, const QString &typed);
    void sendPrompt(const McpServerId &server, const QString &prompt);
    void sendResource(const McpServerId &server, const CallSubject &subject);
    void approve();

    McpDesk &m_desk;
    std::map<QString, Place> m_places;            ///< by server
    std::map<McpSubjectId, CallDraft> m_drafts;
    McpSubjectId m_subject;                       ///< what is on the page
    Call m_completing;
    bool m_isPlacing = false;
    bool m_isHolding = false;
};

} // namespace qd
