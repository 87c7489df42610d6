#pragma once

#include "mcp/requests/requestpane.h"

namespace qd {

class CodePane;

/// A server wants a web page visited: the whole address, where it really goes, and what looks wrong with it. The page is
/// opened outside of this program when the button is pressed, never before. GUI thread.
class VisitPane final : public RequestPane
{
    Q_OBJECT

public:
    VisitPane(const Theme &theme, QWidget *parent);

signals:
    void visitRequested();
    /// Somebody was there: the request that waits for it may be sent again.
    void visitedRequested();

protected:
    void showRequest(const McpPendingRequest &request) override;

private:
    QWidget *makeWaiting();

    QLabel *m_host;
    CodePane *m_address;
    ToneMark *m_mark;
    QLabel *m_warnings;
    QWidget *m_waiting = nullptr;
    QPushButton *m_again = nullptr;
};

} // namespace qd
