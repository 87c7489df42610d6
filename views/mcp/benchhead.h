#pragma once

#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace qd {

class ToneChip;
class ToneMark;

/// Over the bench: which server it is about, what it is, and what can be done with the connection. GUI thread.
class BenchHead final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BenchHead)

public:
    /// `theme` is borrowed.
    explicit BenchHead(const Theme &theme, QWidget *parent = nullptr);

    /// The server as it is now; null: there is none.
    void setServer(const McpServerState *state);

signals:
    void connectRequested();
    void disconnectRequested();
    void refreshRequested();
    void removeRequested();
    void exportRequested();
    void editRequested();
    void rootsRequested();
    void forgetSignInRequested();
    /// The whole listing is approved as it is.
    void approveRequested();

private:
    QWidget *makeButtons();
    void fillMenu();
    void showFacts(const McpServerState *state);
    void showTrust(const McpServerState *state);

    ToneMark *m_mark;
    QLabel *m_name;
    QLabel *m_facts;
    ToneChip *m_trust;
    ToneChip *m_insecure;
    QPushButton *m_approve = nullptr;
    QPushButton *m_refresh = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_more = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_roots = nullptr;
    QAction *m_forget = nullptr;
    QAction *m_remove = nullptr;
    bool m_isOpen = false;
};

} // namespace qd
