#pragma once

#include "clock.h"
#include "mcp/toolform.h"
#include "mcpcallrecord.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace qd {

class BenchHint;
class ResultPanel;
class ToneChip;
class ToolFormPanel;

/// What the call panel is about.
struct CallSubject {
    McpCallRecord::Kind kind = McpCallRecord::Kind::Tool;
    QString name;
    QString title;
    QString description;
    ToolForm form;
    std::optional<bool> isReadOnly;    ///< what the tool says of itself
    std::optional<bool> isDestructive;
};

/// One tool, prompt or resource: its form or raw JSON, the buttons, the result. GUI thread.
class CallPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallPanel)

public:
    /// Both are borrowed.
    CallPanel(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setSubject(const CallSubject &subject);
    [[nodiscard]] const CallSubject &subject() const { return m_subject; }
    void setCall(const McpCallRecord &call);

    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isRaw() const;
    [[nodiscard]] QString rawText() const;
    [[nodiscard]] ToolValues values() const;
    void showRaw(const QString &text);
    void showValues(const ToolValues &values);
    /// Why what was typed cannot be sent; empty: it can.
    void setProblem(const QString &problem);
    void focusInput();

signals:
    void callRequested();
    void cancelRequested();
    /// The operator wants the other form of input; whoever can translate answers with showRaw() or showValues().
    void rawToggled(bool isRaw);

private:
    QWidget *makeInput(const Theme &theme);
    QWidget *makeHead(const Theme &theme);
    void showRisk();
    void refreshButtons();

    CallSubject m_subject;
    McpCallRecord::Status m_status = McpCallRecord::Status::None;
    QStackedWidget *m_pages = nullptr; ///< nothing chosen, or the call
    BenchHint *m_hint = nullptr;
    QLabel *m_name = nullptr;
    ToneChip *m_risk = nullptr;
    QLabel *m_description = nullptr;
    QPushButton *m_rawButton = nullptr;
    QPushButton *m_call = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_problem = nullptr;
    QStackedWidget *m_input = nullptr;
    ToolFormPanel *m_form = nullptr;
    QPlainTextEdit *m_raw = nullptr;
    ResultPanel *m_result = nullptr;
};

} // namespace qd
