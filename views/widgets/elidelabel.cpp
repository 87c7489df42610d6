#include "widgets/elidelabel.h"

#include "plaintip.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QToolTip>

#include <algorithm>

namespace qd {

ElideLabel::ElideLabel(QWidget *parent, const QString &objectName, const char *look) : QLabel(parent)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    if (*look != '\0')
        setProperty("qdRole", QLatin1StringView(look));
}

QSize ElideLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    return {std::min(whole.width(), fontMetrics().averageCharWidth() * 4), whole.height()};
}

QString ElideLabel::shownText() const { return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()); }

/// Plain text, also in the tooltip.
bool ElideLabel::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QLabel::event(event);
    const bool isWhole = shownText() == text();
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), isWhole ? QString() : plainTip(text()), this);
    return true;
}

void ElideLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    style()->drawPrimitive(QStyle::PE_Widget, &option, &painter, this);
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment() | Qt::AlignVCenter), option.palette, isEnabled(), shownText(), foregroundRole());
}

} // namespace qd
