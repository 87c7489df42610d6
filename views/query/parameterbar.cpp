#include "query/parameterbar.h"

#include "plaintip.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace qd {

ParameterBar::ParameterBar(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("parameterBar"));
    m_layout->setContentsMargins(space::s, space::xs, space::s, space::xs);
    m_layout->setSpacing(space::s);
    hide();
}

void ParameterBar::setFields(const QList<ParameterField> &fields)
{
    if (fields == m_fields)
        return;
    const QHash<QString, QString> typed = values();
    m_fields = fields;
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const ParameterField &field : fields) {
        auto *name = makeLabel(this, QStringLiteral("parameterName"), "secondary");
        name->setText(field.name);
        auto *edit = new QLineEdit(typed.value(field.name, field.value), this);
        edit->setObjectName(QStringLiteral("parameter-") + field.name);
        edit->setAccessibleName(tr("Parameter %1, %2").arg(field.name, field.type));
        edit->setPlaceholderText(field.type);
        edit->setToolTip(plainTip(field.tip.isEmpty() ? field.type : QString(field.type % QStringLiteral(" · ") % field.tip)));
        edit->setFont(monoFont());
        edit->setFixedWidth(150);
        edit->installEventFilter(this);
        connect(edit, &QLineEdit::returnPressed, this, &ParameterBar::submitted);
        m_layout->addWidget(name);
        m_layout->addWidget(edit);
    }
    m_layout->addStretch(1);
    setVisible(!fields.isEmpty());
}

QHash<QString, QString> ParameterBar::values() const
{
    QHash<QString, QString> values;
    for (const ParameterField &field : m_fields)
        if (const auto *edit = findChild<QLineEdit *>(QString(QStringLiteral("parameter-") % field.name)))
            values.insert(field.name, edit->text());
    return values;
}

bool ParameterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = static_cast<const QKeyEvent &>(*event);
        if (!key.text().isEmpty() && key.text().at(0).isPrint() && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
            event->accept();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace qd
