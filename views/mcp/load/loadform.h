#pragma once

#include "mcp/load.h"

#include <QWidget>

class QDoubleSpinBox;
class QHBoxLayout;
class QSpinBox;

namespace qd {

/// How a tool is called over and over: how many at once, over how many connections, how often, for how long. GUI thread.
class LoadForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoadForm)

public:
    explicit LoadForm(QWidget *parent = nullptr);

    /// The plan but for its tool and arguments.
    [[nodiscard]] load::Plan plan() const;

private:
    template<typename Box>
    Box *addBox(const char *name, const QString &label, const QString &accessible, double most);

    QHBoxLayout *m_line;
    QSpinBox *m_concurrency;
    QSpinBox *m_connections;
    QDoubleSpinBox *m_rate;
    QSpinBox *m_seconds;
};

} // namespace qd
