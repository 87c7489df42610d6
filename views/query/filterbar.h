#pragma once

#include "query/rowfilter.h"
#include "resultgridmodel.h"
#include "theme/theme.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace qd {

/// The filters of a grid: one input for the current column, a chip with a cross for each filter that holds, and how many
/// rows are shown. GUI thread.
class FilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterBar)

public:
    explicit FilterBar(QWidget *parent = nullptr);

    /// Filters this result from now on; borrowed.
    void setResult(ResultGridModel *model);
    /// The column that the input is about.
    void setColumn(int column);
    void startTyping();

signals:
    /// Escape or Enter: the focus belongs to the grid again.
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void submit();
    void remove(qsizetype index);
    void showState();
    void showChips();

    QPointer<ResultGridModel> m_model;
    int m_column = 0;
    QLabel *m_name;
    QLineEdit *m_edit;
    QLabel *m_problem;
    QWidget *m_chips;
    QHBoxLayout *m_chipLayout;
    QLabel *m_count;
};

} // namespace qd
