#include "chaos/chaosform.h"

#include "chaos/chaosspec.h"
#include "format.h"
#include "theme/type.h"
#include "widgets/labels.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array formModes{ChaosMode::Throttle, ChaosMode::Malformed, ChaosMode::Outage};

template<typename Field>
Field *chaosField(Field *field, const char *objectName, const QString &accessibleName)
{
    field->setObjectName(QLatin1StringView(objectName));
    field->setAccessibleName(accessibleName);
    return field;
}

QLabel *chaosWrapped(QLabel *label)
{
    label->setWordWrap(true);
    return label;
}

} // namespace

ChaosForm::ChaosForm(const Theme &, QWidget *parent)
    : QFrame(parent)
    , m_modes(new QButtonGroup(this))
    , m_tenant(chaosField(new QComboBox(this), "chaosTenant", tr("Tenant")))
    , m_percent(chaosField(new QSpinBox(this), "chaosPercent", tr("Share of the tasks in percent")))
    , m_duration(chaosField(new QLineEdit(QStringLiteral("2m"), this), "chaosDuration", tr("Duration")))
    , m_hypothesis(chaosField(new QLineEdit(QStringLiteral("task-success>=95"), this), "chaosHypothesis", tr("Hypothesis")))
    , m_abort(chaosField(new QDoubleSpinBox(this), "chaosAbort", tr("Abort above this burn rate")))
    , m_meaning(chaosWrapped(makeLabel(this, QStringLiteral("chaosMeaning"), "caption")))
    , m_effects(chaosWrapped(makeLabel(this, QStringLiteral("chaosEffects"), "secondary")))
    , m_command(chaosField(new QLineEdit(this), "chaosCommand", tr("The same as a command line")))
    , m_start(chaosField(new QPushButton(tr("Start the run"), this), "chaosStart", tr("Start the run")))
{
    setObjectName(QStringLiteral("chaosForm"));
    setProperty("qdRole", QStringLiteral("panel"));
    build();
    connect(m_modes, &QButtonGroup::idToggled, this, &ChaosForm::refresh);
    connect(m_tenant, &QComboBox::currentTextChanged, this, &ChaosForm::refresh);
    connect(m_percent, &QSpinBox::valueChanged, this, &ChaosForm::refresh);
    connect(m_duration, &QLineEdit::textChanged, this, &ChaosForm::refresh);
    connect(m_hypothesis, &QLineEdit::textChanged, this, &ChaosForm::refresh);
    connect(m_abort, &QDoubleSpinBox::valueChanged, this, &ChaosForm::refresh);
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (const auto plan = spec())
            emit startRequested(*plan);
    });
    refresh();
}

void ChaosForm::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::l);
    column->setSpacing(space::s);
    QLabel *title = makeLabel(this, QStringLiteral("chaosFormTitle"), "panelTitle");
    title->setText(tr("New run"));
    column->addWidget(title);
    addModes(*column);
    m_tenant->setEditable(true);
    m_tenant->addItem(QStringLiteral("*"));
    m_tenant->view()->setAccessibleName(tr("Tenants with traffic"));
    m_percent->setRange(1, 100);
    m_percent->setValue(25);
    m_percent->setSuffix(QStringLiteral(" %"));
    m_abort->setRange(0.1, 100000);
    m_abort->setDecimals(1);
    m_abort->setValue(14.4);
    m_abort->setSuffix(QStringLiteral("×"));
    m_command->setReadOnly(true);
    m_command->setFont(monoFont());
    m_hypothesis->setFont(monoFont());
    m_duration->setFont(monoFont());
    m_start->setProperty("qdRole", QStringLiteral("primary"));
    for (QWidget *field : {static_cast<QWidget *>(m_tenant), static_cast<QWidget *>(m_percent), static_cast<QWidget *>(m_abort)})
        if (auto *inner = field->findChild<QLineEdit *>()) // what a screen reader lands on
            inner->setAccessibleName(field->accessibleName());
    auto *fields = new QFormLayout;
    fields->setHorizontalSpacing(space::m);
    fields->setVerticalSpacing(space::s);
    fields->addRow(tr("Tenant (* all)"), m_tenant);
    fields->addRow(tr("Tasks"), m_percent);
    fields->addRow(tr("For"), m_duration);
    fields->addRow(tr("Hypothesis"), m_hypothesis);
    fields->addRow(QString(), m_meaning);
    fields->addRow(tr("Abort above"), m_abort);
    column->addLayout(fields);
    column->addWidget(m_effects);
    column->addStretch(1);
    column->addWidget(m_command);
    column->addWidget(m_start);
}

void ChaosForm::addModes(QVBoxLayout &column)
{
    for (const ChaosMode mode : formModes) {
        auto *card = new QPushButton(QStringLiteral("%1: %2").arg(chaosModeName(mode), chaosModeMeaning(mode)), this);
        card->setObjectName(QStringLiteral("chaosMode.") + chaosModeName(mode));
        card->setAccessibleName(card->text());
        card->setCheckable(true);
        card->setProperty("qdRole", QStringLiteral("card"));
        m_modes->addButton(card, static_cast<int>(mode));
        column.addWidget(card);
    }
    m_modes->button(static_cast<int>(ChaosMode::Throttle))->setChecked(true);
}

ChaosMode ChaosForm::mode() const { return static_cast<ChaosMode>(m_modes->checkedId()); }

void ChaosForm::setDefinitions(const QList<SloDefinition> &definitions)
{
    m_definitions = definitions;
    refresh();
}

void ChaosForm::setBlast(const ChaosBlast &blast)
{
    m_blast = blast;
    {
        const QSignalBlocker quiet(m_tenant);
        const QString chosen = m_tenant->currentText();
        m_tenant->clear();
        m_tenant->addItem(QStringLiteral("*"));
        for (const ChaosBlast::Tenant &tenant : blast.tenants)
            m_tenant->addItem(tenant.name);
        m_tenant->setCurrentText(chosen);
    }
    refresh();
}

void ChaosForm::setObstacle(const QString &reason)
{
    m_obstacle = reason;
    refresh();
}

Result<ChaosSpec> ChaosForm::spec() const
{
    const auto duration = parseChaosDuration(m_duration->text());
    if (!duration)
        return duration.error();
    const auto hypothesis = parseChaosHypothesis(m_hypothesis->text(), m_definitions);
    if (!hypothesis)
        return hypothesis.error();
    const ChaosSpec plan{.mode = mode(), .tenant = m_tenant->currentText().trimmed(), .percent = m_percent->value(),
                         .duration = *duration, .hypothesis = *hypothesis, .abortBurn = m_abort->value()};
    if (const auto misuse = misuseOf(plan, m_definitions))
        return *misuse;
    return plan;
}

QString ChaosForm::commandLine(const ChaosSpec &plan) const
{
    return QStringLiteral("deckctl chaos run --mode %1 --tenant %2 --percent %3 --for %4s --hypothesis \"%5\" --abort-burn %6")
        .arg(chaosModeName(plan.mode), plan.tenant == QLatin1StringView("*") ? QStringLiteral("\"*\"") : plan.tenant)
        .arg(plan.percent)
        .arg(plan.duration.count())
        .arg(m_hypothesis->text().trimmed())
        .arg(plan.abortBurn);
}

void ChaosForm::refresh()
{
    const auto plan = spec();
    m_meaning->setText(plan ? chaosHypothesisText(plan->hypothesis, m_definitions) : plan.error().message);
    m_effects->setText(plan ? tr("What it does: %1").arg(chaosEffects(*plan, m_blast).join(QStringLiteral(" · "))) : QString());
    m_command->setText(plan ? commandLine(*plan) : QString());
    m_command->setCursorPosition(0);
    const QString reason = !m_obstacle.isEmpty() ? m_obstacle : plan ? QString() : plan.error().message;
    m_start->setEnabled(reason.isEmpty());
    m_start->setToolTip(reason);
}

} // namespace qd
