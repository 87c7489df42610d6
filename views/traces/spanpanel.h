#pragma once

#include "theme/theme.h"
#include "trace/trace.h"

#include <QFrame>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace qd {

class FactList;

/// Everything about one span in five tabs, and what can be done with it. All texts are plain. GUI thread.
class SpanPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpanPanel)

public:
    enum class Tab { Overview, Messages, ToolIo, Attributes, Raw, Count };

    /// `theme` is borrowed and must outlive the widget.
    explicit SpanPanel(const Theme &theme, QWidget *parent = nullptr);

    /// A span of -1 empties the panel. A tab that the operator chose stays; else the span's own best one is shown.
    void setSpan(std::shared_ptr<const Trace> trace, int span);
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    [[nodiscard]] bool canReplay() const;
    /// Emits replayRequested() with the tool call around the span; does nothing where there is none.
    void replay();
    /// Emits queryRequested() for the span; does nothing where there is none.
    void askQuery();

signals:
    void replayRequested(const QString &server, const QString &tool, const QString &arguments);
    void queryRequested(const qd::TraceId &trace, const qd::SpanId &span); ///< the query that gives it
    void idCopied(const QString &id);

private:
    void build();
    QWidget *makeFacts(FactList *&facts);
    QPlainTextEdit *makeText(const char *objectName, const QString &name);
    QWidget *makeToolTab();
    QWidget *makeButtons();
    void refresh();
    void refreshTab();
    void refreshGlyph();
    void copyId();

    const Theme &m_theme;
    std::shared_ptr<const Trace> m_trace = std::make_shared<const Trace>();
    int m_span = -1;
    bool m_isChosen = false;
    bool m_isSwitching = false;
    QLabel *m_title = nullptr;
    QLabel *m_glyph = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    FactList *m_overview = nullptr;
    FactList *m_toolFacts = nullptr;
    QPlainTextEdit *m_messages = nullptr;
    QPlainTextEdit *m_toolBody = nullptr;
    QPlainTextEdit *m_attributes = nullptr;
    QPlainTextEdit *m_raw = nullptr;
    QPushButton *m_replay = nullptr;
    QPushButton *m_openQuery = nullptr;
    QPushButton *m_copyId = nullptr;
};

} // namespace qd
