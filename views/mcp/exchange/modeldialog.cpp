#include "mcp/exchange/modeldialog.h"

#include "theme/tokens.h"
#include "widgets/fieldline.h"
#include "widgets/labels.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

ModelDialog::ModelDialog(const TypedModel &known, QWidget *parent)
    : QDialog(parent), m_url(makeFieldLine(this, "mcpModelUrl", tr("Address of chat completions"), QStringLiteral("https:") + QStringLiteral("//api.openai.com/v1/chat/completions"))),
      m_model(makeFieldLine(this, "mcpModelName", tr("Name of the model there"), QString())),
      m_key(makeFieldLine(this, "mcpModelKey", tr("Key, kept in the keyring"), known.isKeyKept ? tr("as it is kept in the keyring") : tr("none"))),
      m_problem(makeLabel(this, QStringLiteral("mcpModelProblem"), "secondary")), m_isKeyKept(known.isKeyKept)
{
    m_url->setText(known.url);
    m_model->setText(known.model);
    setObjectName(QStringLiteral("mcpModelDialog"));
    setWindowTitle(tr("Model for sampling"));
    resize(560, 240);
    m_key->setEchoMode(QLineEdit::Password);
    QLabel *about = makeLabel(this, QStringLiteral("mcpModelAbout"), "secondary");
    about->setWordWrap(true);
    about->setText(tr("An endpoint that speaks OpenAI's chat completions. It is asked when you press the button under a server's question, and its answer waits for your word."));
    m_problem->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setSpacing(space::s);
    form->addRow(tr("Address"), m_url);
    form->addRow(tr("Model"), m_model);
    form->addRow(tr("Key"), m_key);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::s);
    column->addWidget(about);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addStretch(1);
    column->addWidget(makeButtons(!known.url.isEmpty()));
}

QWidget *ModelDialog::makeButtons(bool isKnown)
{
    auto *box = new QWidget(this);
    auto *remove = new QPushButton(tr("Use none"), box);
    remove->setObjectName(QStringLiteral("mcpModelRemove"));
    remove->setAccessibleName(tr("Use no model, and forget its key"));
    remove->setAutoDefault(false);
    remove->setEnabled(isKnown);
    auto *save = new QPushButton(tr("Save"), box);
    save->setObjectName(QStringLiteral("mcpModelSave"));
    save->setAccessibleName(tr("Save the model"));
    save->setProperty("qdRole", QStringLiteral("primary"));
    save->setDefault(true);
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(remove);
    line->addStretch(1);
    line->addWidget(save);
    connect(remove, &QPushButton::clicked, this, &ModelDialog::removeRequested);
    connect(save, &QPushButton::clicked, this, [this] { emit saveRequested(typed()); });
    return box;
}

TypedModel ModelDialog::typed() const { return {.url = m_url->text().trimmed(), .model = m_model->text().trimmed(), .key = m_key->text(), .isKeyKept = m_isKeyKept}; }

void ModelDialog::setProblem(const QString &problem) { m_problem->setText(problem); }

} // namespace qd
