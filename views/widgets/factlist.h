#pragma once

#include <QList>
#include <QWidget>

#include <utility>

class QGridLayout;

namespace qd {

/// Names and values in two columns, values in the fixed-width font, all plain text. GUI thread.
class FactList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FactList)

public:
    explicit FactList(QWidget *parent = nullptr);

    /// Rows are re-used, so that nothing flickers when only values change.
    void setFacts(const QList<std::pair<QString, QString>> &facts);
    /// Long values go on over several lines instead of asking for width. Set before the first facts.
    void setWrapping(bool wrapping) { m_isWrapping = wrapping; }

private:
    void setCell(int row, int column, const QString &text);

    QGridLayout *m_grid;
    bool m_isWrapping = false;
};

} // namespace qd
