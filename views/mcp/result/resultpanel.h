#pragma once

#include "clock.h"
#include "mcpcallrecord.h"
#include "theme/theme.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabBar;

namespace qd {

class CodePane;
class ContentCard;
class ErrorBanner;
class JsonTreePane;
class ProgressShare;
class ToneMark;

/// What a call gave: done, the tool's own failure, or an error, each told apart by shape and word; its time and warnings;
/// its pieces, its structured content as a tree, and the whole answer as JSON. GUI thread.
class ResultPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultPanel)

public:
    enum class Page { Content, Structured, Json };

    /// Both are borrowed.
    ResultPanel(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setCall(const McpCallRecord &call);
    /// The pieces as text.
    [[nodiscard]] QString bodyText() const;

signals:
    void retryRequested();
    void saveRequested(const qd::McpContent &part);
    void playRequested(const qd::McpContent &part);
    void readRequested(const QString &uri);
    void openRequested(const QString &url);

private:
    QWidget *makeHead();
    void makePages();
    void showStatus();
    void showBody();
    void showParts();
    ContentCard *makeCard(const McpContent &part, int number, QWidget *parent);
    void showTabs();

    const Theme &m_theme;
    const Clock &m_clock;
    McpCallRecord m_call;
    QTimer m_tick;
    ToneMark *m_mark;
    QLabel *m_status;
    QLabel *m_about;
    ProgressShare *m_share;
    QLabel *m_warnings;
    ErrorBanner *m_error;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_pages = nullptr;
    QScrollArea *m_content = nullptr;
    JsonTreePane *m_structured = nullptr;
    CodePane *m_json = nullptr;
    QPushButton *m_copy;
    QList<ContentCard *> m_cards;
};

} // namespace qd
