#include "mcp/form/choiceeditors.h"

#include "confirm/plaintext.h"
#include "mcp/jsonoutline.h"
#include "plaintip.h"
#include "theme/tokens.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

/// A text as JSON writes it.
QString jsonText(const QString &text)
{
    QString made;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            made += QString(u'\\') + c;
        else if (c.unicode() < 0x20)
            made += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            made += c;
    }
    return u'"' + made + u'"';
}

QStringList elementsOf(const QString &json, bool areTexts)
{
    QStringList found;
    const auto outline = JsonOutline::of(json);
    if (!outline || outline->nodes().first().kind != JsonOutline::Kind::Array)
        return found;
    for (const qsizetype node : outline->nodes().first().children)
        found << (areTexts ? JsonOutline::decoded(outline->value(node)) : outline->value(node).toString());
    return found;
}

} // namespace

ChoiceEditor::ChoiceEditor(const ToolField &field, const QString &path, QWidget *parent) : FieldEditor(field, path, parent), m_box(new QComboBox(this))
{
    const bool isFlag = field.kind == ToolField::Kind::Flag;
    const QStringList values = isFlag ? QStringList{QStringLiteral("true"), QStringLiteral("false")} : field.choices;
    const QStringList titles = isFlag ? values : field.choiceTitles;
    const QString name = visibleText(field.name.isEmpty() ? fieldWords(path) : field.name, 60);
    m_box->setObjectName(QStringLiteral("mcpField") + path);
    m_box->setAccessibleName(tr("%1, %2").arg(name, fieldHint(field)));
    m_box->setToolTip(plainTip(visibleText(field.description, 1000)));
    m_box->view()->setAccessibleName(tr("Values of %1").arg(name));
    m_box->addItem(tr("(not given)"), QVariant());
    for (qsizetype i = 0; i < values.size(); ++i) {
        m_box->addItem(visibleText(titles.value(i, values.at(i)), 200).simplified(), values.at(i));
        if (titles.value(i) != values.at(i))
            m_box->setItemData(m_box->count() - 1, plainTip(visibleText(values.at(i), 200)), Qt::ToolTipRole);
    }
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_box);
    setFocusProxy(m_box);
    connect(m_box, &QComboBox::activated, this, &FieldEditor::edited);
}

void ChoiceEditor::collect(ToolValues &values) const
{
    if (!isBlank())
        values.insert(path(), m_box->currentData().toString());
}

void ChoiceEditor::apply(const ToolValues &values)
{
    m_box->setCurrentIndex(values.contains(path()) ? std::max(0, m_box->findData(values.value(path()))) : 0);
}

bool ChoiceEditor::isBlank() const { return m_box->currentIndex() <= 0; }

QWidget *ChoiceEditor::focusTarget() const { return m_box; }

ChoicesEditor::ChoicesEditor(const ToolField &field, const QString &path, QWidget *parent) : FieldEditor(field, path, parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::xs, 0, 0);
    column->setSpacing(space::xs);
    for (qsizetype i = 0; i < field.choices.size(); ++i) {
        auto *box = new QCheckBox(visibleText(field.choiceTitles.value(i), 200).simplified().replace(u'&', QStringLiteral("&&")), this);
        box->setObjectName(QStringLiteral("mcpField%1#%2").arg(path).arg(i));
        box->setAccessibleName(tr("%1: %2").arg(visibleText(field.name, 60), visibleText(field.choiceTitles.value(i), 100)));
        connect(box, &QCheckBox::clicked, this, &FieldEditor::edited);
        column->addWidget(box);
        m_boxes.append(box);
    }
    if (!m_boxes.isEmpty())
        setFocusProxy(m_boxes.first());
}

void ChoicesEditor::collect(ToolValues &values) const
{
    QStringList chosen;
    for (qsizetype i = 0; i < m_boxes.size(); ++i)
        if (m_boxes.at(i)->isChecked())
            chosen << (field().areChoicesText ? jsonText(field().choices.at(i)) : field().choices.at(i));
    values.insert(path(), u'[' + chosen.join(u',') + u']');
}

void ChoicesEditor::apply(const ToolValues &values)
{
    const QStringList chosen = elementsOf(values.value(path()), field().areChoicesText);
    for (qsizetype i = 0; i < m_boxes.size(); ++i)
        m_boxes.at(i)->setChecked(chosen.contains(field().choices.at(i)));
}

bool ChoicesEditor::isBlank() const
{
    return std::none_of(m_boxes.cbegin(), m_boxes.cend(), [](const QCheckBox *box) { return box->isChecked(); });
}

QWidget *ChoicesEditor::focusTarget() const { return m_boxes.value(0); }

} // namespace qd
