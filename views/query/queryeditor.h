#pragma once

#include "kql/assist.h"
#include "theme/theme.h"

#include <Qsci/qsciscintilla.h>

#include <QPointer>
#include <QTimer>

namespace qd {

class QueryLexer;
class SignatureTip;
class SuggestionList;

/// The text of queries: coloured, completed and checked by our own parser while it is written; a bar in the margin marks
/// the statement that a run would run. Keys of the page that the editor does not handle go on to it. GUI thread.
class QueryEditor final : public QsciScintilla
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryEditor)

public:
    /// Longer texts are neither checked nor completed as they are written.
    static constexpr qsizetype maxAssisted = 200 * 1024;

    /// `theme` is borrowed and must outlive the widget.
    explicit QueryEditor(const Theme &theme, QWidget *parent = nullptr);
    ~QueryEditor() override;

    /// Another text, with its cursor; undo begins anew. Not told by edited().
    void setQuery(const QString &text, qsizetype cursor = 0);
    /// A change that undo takes back in one step; what both texts share stays as it is.
    void replaceText(const QString &text);
    /// What the service knows, for colours, completion and checks.
    void setCatalog(const query::Catalog &catalog);

    [[nodiscard]] qsizetype cursorOffset() const;
    [[nodiscard]] kql::TextRange selectionRange() const;
    /// What a run would run: the selection, else the statement under the cursor.
    [[nodiscard]] kql::TextRange runRange() const;
    void goTo(qsizetype offset);
    void select(const kql::TextRange &range);

    void complete();
    /// Values that were asked for are here: offers them if the cursor still stands where they fit.
    void offerValues(const kql::ValueSource &source);
    void goToDefinition();
    void formatStatement();
    /// False when the selection is neither an expression nor a pipeline.
    bool extractLet();
    /// Shows what the word under the cursor means; false when it means nothing of its own.
    bool showHelp();
    /// Mistakes of the text, as they are underlined.
    [[nodiscard]] const QList<kql::Diagnostic> &problems() const { return m_problems; }
    [[nodiscard]] bool isCompleting() const;

signals:
    void edited();
    void problemsChanged();
    /// The values of this column would complete what is written, and the catalog has none.
    void valuesWanted(const qd::kql::ValueSource &source);
    void paletteRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void build();
    void dress();
    void onTextChanged();
    void onCursorMoved();
    void check();
    void markStatement();
    void assist();
    void accept();
    void hideHelpers();
    void placeHelpers();
    bool handleCompletionKey(QKeyEvent *event);
    bool handleChord(QKeyEvent *event);
    [[nodiscard]] qsizetype offsetOf(long bytes) const;
    [[nodiscard]] long bytesOf(qsizetype offset) const;
    [[nodiscard]] QPoint cursorPoint() const;
    [[nodiscard]] bool isLarge() const { return length() > maxAssisted; }

    const Theme &m_theme;
    QueryLexer *m_lexer;
    query::Catalog m_catalog;
    QList<kql::Diagnostic> m_problems;
    QPointer<SuggestionList> m_suggestions; ///< in the window, over everything
    QPointer<SignatureTip> m_signature;
    QTimer m_checking;
    QTimer m_chord; ///< runs after Ctrl+K
    bool m_isTaking = false;
    bool m_isTyping = false;
    long m_helpedAt = -1; ///< where the cursor stood when help was offered last
};

} // namespace qd
