#include "mcp/load/loadform.h"

#include "theme/tokens.h"
#include "widgets/labels.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSpinBox>

namespace qd {

LoadForm::LoadForm(QWidget *parent) : QWidget(parent), m_line(new QHBoxLayout(this))
{
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(space::s);
    m_concurrency = addBox<QSpinBox>("mcpLoadConcurrency", tr("Concurrency"), tr("Calls under way at once, at most"), load::maxConcurrency);
    m_connections = addBox<QSpinBox>("mcpLoadConnections", tr("Connections"), tr("Connections that the calls are spread over"), load::maxConcurrency);
    m_rate = addBox<QDoubleSpinBox>("mcpLoadRate", tr("Calls/s"), tr("Calls a second; none: as fast as answers come"), load::maxRate);
    m_rate->setSpecialValueText(tr("as answers come"));
    m_rate->setDecimals(1);
    m_seconds = addBox<QSpinBox>("mcpLoadSeconds", tr("Seconds"), tr("How long, in seconds"), std::chrono::duration_cast<std::chrono::seconds>(load::longestRun).count());
    for (QSpinBox *box : {m_concurrency, m_connections, m_seconds})
        box->setMinimum(1);
    m_seconds->setValue(10);
    m_line->addStretch(1);
}

template<typename Box>
Box *LoadForm::addBox(const char *name, const QString &label, const QString &accessible, double most)
{
    auto *box = new Box(this);
    box->setObjectName(QLatin1StringView(name));
    box->setAccessibleName(accessible);
    box->setToolTip(accessible);
    using Value = decltype(box->value());
    box->setMaximum(static_cast<Value>(most));
    QLabel *title = makeLabel(this, {}, "caption");
    title->setText(label);
    title->setBuddy(box);
    m_line->addWidget(title);
    m_line->addWidget(box);
    return box;
}

load::Plan LoadForm::plan() const
{
    return {.tool = {},
            .concurrency = m_concurrency->value(),
            .connections = m_connections->value(),
            .rate = m_rate->value(),
            .duration = Milliseconds(1000LL * m_seconds->value()),
            .calls = {},
            .instanceHeader = {},
            .instancePath = {}};
}

} // namespace qd
