#include "mcp/toolformpanel.h"

#include "confirm/plaintext.h"
#include "theme/tokens.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int textFieldHeight = 64;

QString typeWord(ToolField::Kind kind)
{
    switch (kind) {
    case ToolField::Kind::Text: return ToolFormPanel::tr("text");
    case ToolField::Kind::Number: return ToolFormPanel::tr("number");
    case ToolField::Kind::Integer: return ToolFormPanel::tr("whole number");
    case ToolField::Kind::Flag: return ToolFormPanel::tr("true or false");
    case ToolField::Kind::Choice: return ToolFormPanel::tr("choice");
    case ToolField::Kind::List: return ToolFormPanel::tr("one a line");
    case ToolField::Kind::Group: return ToolFormPanel::tr("object");
    case ToolField::Kind::Raw: break;
    }
    return ToolFormPanel::tr("JSON");
}

QString fieldHint(const ToolField &field)
{
    QStringList parts{typeWord(field.kind)};
    if (field.kind == ToolField::Kind::List)
        parts << typeWord(field.element);
    if (field.isRequired)
        parts << ToolFormPanel::tr("required");
    if (field.minimum)
        parts << ToolFormPanel::tr("at least %1").arg(*field.minimum);
    if (field.maximum)
        parts << ToolFormPanel::tr("at most %1").arg(*field.maximum);
    return parts.join(QStringLiteral(", "));
}

QString fieldTip(const ToolField &field) { return visibleText(field.description, 1000).toHtmlEscaped(); }

} // namespace

ToolFormPanel::ToolFormPanel(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("mcpForm"));
    setAccessibleName(tr("Arguments as a form"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    setForm({});
}

void ToolFormPanel::setForm(const ToolForm &form)
{
    m_fields.clear();
    m_first = nullptr;
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::s, 0);
    auto *layout = new QFormLayout;
    layout->setSpacing(space::s);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(layout);
    addFields(*layout, form.fields, content);
    if (form.fields.isEmpty()) {
        QLabel *nothing = makeLabel(content, QStringLiteral("mcpFormEmpty"), "secondary");
        nothing->setText(tr("It takes no arguments."));
        column->addWidget(nothing);
    }
    column->addStretch(1);
    setWidget(content);
    content->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
}

void ToolFormPanel::addFields(QFormLayout &layout, const QList<ToolField> &fields, QWidget *parent)
{
    for (const ToolField &field : fields) {
        QLabel *label = makeLabel(parent, QStringLiteral("mcpLabel") + field.path);
        label->setText(visibleText(field.name, 60).simplified() + (field.isRequired ? QStringLiteral(" *") : QString()));
        label->setToolTip(fieldTip(field));
        auto *cell = new QWidget(parent);
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(space::xxs);
        if (field.kind == ToolField::Kind::Group) {
            auto *inner = new QFormLayout;
            inner->setSpacing(space::s);
            addFields(*inner, field.fields, cell);
            column->addLayout(inner);
        } else {
            QWidget *widget = makeField(field, cell);
            widget->setObjectName(QStringLiteral("mcpField") + field.path);
            widget->setAccessibleName(tr("%1, %2").arg(visibleText(field.name, 60), fieldHint(field)));
            widget->setToolTip(fieldTip(field));
            label->setBuddy(widget);
            m_first = m_first ? m_first : widget;
            column->addWidget(widget);
        }
        QLabel *caption = makeLabel(cell, QStringLiteral("mcpCaption") + field.path, "caption");
        caption->setWordWrap(true);
        const QString description = visibleText(field.description.section(u'\n', 0, 0), 160);
        caption->setText(description.isEmpty() ? fieldHint(field) : QString(fieldHint(field) + QStringLiteral(" · ") + description));
        column->addWidget(caption);
        layout.addRow(label, cell);
    }
}

QWidget *ToolFormPanel::makeField(const ToolField &field, QWidget *parent)
{
    switch (field.kind) {
    case ToolField::Kind::Flag:
    case ToolField::Kind::Choice: return makeChoice(field, parent);
    case ToolField::Kind::List:
    case ToolField::Kind::Raw: return makeText(field, parent);
    default: return makeLine(field, parent);
    }
}

QWidget *ToolFormPanel::makeLine(const ToolField &field, QWidget *parent)
{
    auto *edit = new QLineEdit(field.initial, parent);
    edit->setMaxLength(1024 * 1024);
    m_fields.insert(field.path, {[edit] { return edit->text(); }, [edit](const QString &text) { edit->setText(text); }});
    return edit;
}

QWidget *ToolFormPanel::makeChoice(const ToolField &field, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    QStringList choices = field.kind == ToolField::Kind::Flag ? QStringList{QStringLiteral("true"), QStringLiteral("false")} : field.choices;
    box->view()->setAccessibleName(tr("Values of %1").arg(visibleText(field.name, 60)));
    box->addItem(tr("(not given)"), QString());
    for (const QString &choice : choices)
        box->addItem(visibleText(choice, 200).simplified(), choice);
    const auto choose = [box](const QString &text) { box->setCurrentIndex(std::max(0, box->findData(text))); };
    choose(field.initial);
    m_fields.insert(field.path, {[box] { return box->currentData().toString(); }, choose});
    return box;
}

QWidget *ToolFormPanel::makeText(const ToolField &field, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(field.initial, parent);
    edit->setFont(monoFont());
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(textFieldHeight);
    m_fields.insert(field.path, {[edit] { return edit->toPlainText(); }, [edit](const QString &text) { edit->setPlainText(text); }});
    return edit;
}

void ToolFormPanel::setValues(const ToolValues &values)
{
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        field->write(values.value(field.key()));
}

ToolValues ToolFormPanel::values() const
{
    ToolValues values;
    for (auto field = m_fields.cbegin(); field != m_fields.cend(); ++field)
        values.insert(field.key(), field->read());
    return values;
}

void ToolFormPanel::focusFirst()
{
    if (m_first)
        m_first->setFocus(Qt::OtherFocusReason);
}

} // namespace qd
