#pragma once

#include "clock.h"
#include "mcp/calldraft.h"
#include "mcp/callsubject.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace qd {

class BenchHint;
class CodePane;
class OfferDetail;
class RawInput;
class ResultPanel;
class ToneChip;
class ToolFormPanel;

/// One tool, prompt, resource or template: its form or raw JSON with the result below, and in tabs what is known of it, its
/// schemas, and its definition as it came. GUI thread.
class CallPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallPanel)

public:
    enum class Page { Call, About, InputSchema, OutputSchema, Definition };

    /// Both are borrowed.
    CallPanel(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setSubject(const CallSubject &subject);
    [[nodiscard]] const CallSubject &subject() const { return m_subject; }
    void setCall(const McpCallRecord &call);
    [[nodiscard]] Page page() const;
    void choosePage(Page page);
    /// What is typed, to be put back later.
    [[nodiscard]] CallDraft draft() const;
    void setDraft(const CallDraft &draft);

    [[nodiscard]] ResultPanel &result() const { return *m_result; }
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isRaw() const;
    [[nodiscard]] QString rawText() const;
    /// What goes into `_meta` of the call, typed beside its JSON; empty: nothing, or the form is shown.
    [[nodiscard]] QString meta() const;
    [[nodiscard]] ToolValues values() const;
    /// The arguments that the values were read from, or empty: their order and what has no field go on.
    [[nodiscard]] const QString &base() const { return m_base; }
    void showRaw(const QString &text);
    void showValues(const ToolValues &values, const QString &base = {});
    /// Why what was typed cannot be sent; empty: it can.
    void setProblem(const QString &problem);
    /// The same, each at its field.
    void setProblems(const QList<ToolProblem> &problems);
    void setCompletions(const QString &path, const QStringList &values);
    void focusInput();

signals:
    void callRequested();
    void cancelRequested();
    /// The operator wants the other form of input; whoever can translate answers with showRaw() or showValues().
    void rawToggled(bool isRaw);
    /// The definition of the subject as it is now is what is wanted.
    void approveRequested();
    void pageChosen();
    /// The user types in a field that the server can complete.
    void completionWanted(const QString &path, const QString &typed);

private:
    QWidget *makeCall(const Theme &theme, const Clock &clock);
    QWidget *makeInput();
    QWidget *makeHead(const Theme &theme);
    QWidget *makeButtons(QWidget *parent);
    void makeTabs(const Theme &theme);
    void showSubject();
    void showChips();
    void showTabs();
    void shareHeight();
    void refreshButtons();

    CallSubject m_subject;
    QString m_base;
    McpCallRecord::Status m_status = McpCallRecord::Status::None;
    QStackedWidget *m_choice = nullptr; ///< nothing chosen, or the subject
    BenchHint *m_hint = nullptr;
    QLabel *m_name = nullptr;
    ToneChip *m_risk = nullptr;
    ToneChip *m_standing = nullptr;
    QLabel *m_description = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_pages = nullptr;
    OfferDetail *m_detail = nullptr;
    CodePane *m_inputSchema = nullptr;
    CodePane *m_outputSchema = nullptr;
    CodePane *m_definition = nullptr;
    QPushButton *m_rawButton = nullptr;
    QPushButton *m_call = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_problem = nullptr;
    QSplitter *m_splitter = nullptr; ///< what is asked over what came
    QStackedWidget *m_input = nullptr;
    ToolFormPanel *m_form = nullptr;
    RawInput *m_raw = nullptr;
    ResultPanel *m_result = nullptr;
};

} // namespace qd
