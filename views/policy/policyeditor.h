#pragma once

#include "policy/policyfinding.h"
#include "theme/theme.h"

#include <Qsci/qsciscintilla.h>

namespace qd {

class PolicyLexer;

/// The text of a policy: line numbers, colours of the theme, a mark in the margin and a wavy line for each finding.
/// Ctrl+S, Ctrl+Enter and F8 are told, not handled. GUI thread.
class PolicyEditor final : public QsciScintilla
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyEditor)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PolicyEditor(const Theme &theme, QWidget *parent = nullptr);

    /// Takes the text over without telling it; undo within the editor begins anew.
    void setPolicy(const QString &text);
    void setFindings(const QList<PolicyFinding> &findings);
    /// The cursor to a place, shown in the middle.
    void goTo(const TextPosition &position);
    /// The first finding below the cursor, round the end.
    void goToNextFinding();

signals:
    void policyEdited(const QString &text);
    void checkRequested();
    void applyRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void dress();
    [[nodiscard]] bool isOurs(const QKeyEvent &event) const;

    const Theme &m_theme;
    PolicyLexer *m_lexer;
    QList<PolicyFinding> m_findings;
    bool m_isTaking = false;
};

} // namespace qd
