#pragma once

#include "query/columnstats.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;

namespace qd {

class FactList;

/// The statistics of one column: how many, how different, least and most, and the values met most, with bars. GUI thread.
class ColumnPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ColumnPanel)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ColumnPanel(const Theme &theme, QWidget *parent = nullptr);

    void setStats(const query::ColumnStats &stats);
    void setCounting(const QString &column);
    void clear();

private:
    class TopValues;

    QLabel *m_title;
    QLabel *m_type;
    FactList *m_facts;
    QLabel *m_topTitle;
    TopValues *m_top;
};

} // namespace qd
