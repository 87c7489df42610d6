#pragma once

#include "policy/linediff.h"
#include "theme/theme.h"

#include <QAbstractScrollArea>

namespace qd {

/// A difference of two texts: unchanged stretches folded, '-' and '+' in the gutter beside line numbers, removed in
/// orange and added in blue. Unified, or side by side where there is room. Paints only the lines that can be seen; plain
/// text, control characters made visible. GUI thread.
class DiffView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiffView)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit DiffView(const Theme &theme, QWidget *parent = nullptr);

    /// Shows what `after` makes of `before`, with three lines around each change.
    void setTexts(const QString &before, const QString &after);
    void setSideBySide(bool isSideBySide);
    /// Long lines go on in the next row instead of beyond the edge: what is agreed to is seen whole. Unified alone.
    void setWrapped(bool isWrapped);
    [[nodiscard]] bool isSideBySide() const { return m_isSideBySide; }
    /// "2 lines added, 1 removed".
    [[nodiscard]] QString summary() const { return m_summary; }
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    /// The difference as text, for the clipboard.
    [[nodiscard]] QString unified() const { return unifiedText(m_hunks); }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// One painted row: a fold between hunks, one line, or in side by side two.
    struct Row {
        bool isFold = false;
        int hidden = 0; ///< lines that the fold hides
        DiffLine left;  ///< `before` 0: nothing on this side
        DiffLine right;
        qsizetype from = 0; ///< of the text: a row that goes on with a line
    };

    void arrange();
    void makeRows();
    void appendHunk(const DiffHunk &hunk);
    void appendPairs(QList<DiffLine> &removed, QList<DiffLine> &added);
    void paintRow(QPainter &painter, const Row &row, int top);
    void paintFold(QPainter &painter, const Row &row, int top);
    void paintLine(QPainter &painter, const DiffLine &line, const QRect &box, bool isLeft, qsizetype from);
    void paintMargin(QPainter &painter, const DiffLine &line, const QRect &box, bool isLeft);
    void appendWrapped(const DiffLine &line);
    [[nodiscard]] qsizetype shownOf(const DiffLine &line) const;
    void updateBars();
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] qsizetype columns() const;

    const Theme &m_theme;
    QList<DiffHunk> m_hunks;
    QList<Row> m_rows;
    QString m_summary;
    bool m_isSideBySide = false;
    bool m_isWrapped = false;
    int m_widest = 0; ///< characters of the longest line
};

} // namespace qd
