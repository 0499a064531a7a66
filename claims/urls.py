"""Addresses of the public pages (under a language) and of the desk."""

from django.urls import URLPattern, URLResolver, path

from claims.views.about import corrections, methodology
from claims.views.articles import article
from claims.views.cases import case
from claims.views.claims import changes, claim
from claims.views.desk import (
    activity,
    acts,
    captures,
    evidence,
    figures,
    findings,
    ledger,
    links,
    notices,
    people,
    queue,
    signoff,
    slips,
    workbench,
)
from claims.views.desk import articles as desk_articles
from claims.views.desk import claims as desk_claims
from claims.views.documents import document
from claims.views.embed import embed
from claims.views.home import home
from claims.views.metrics import metric
from claims.views.scales import scale
from claims.views.search import search

public: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("cases/<slug:slug>/", case, name="case"),
    path("articles/<slug:slug>/", article, name="article"),
    path("claims/<slug:public_id>/", claim, name="claim"),
    path("claims/<slug:public_id>/changes/", changes, name="claim-changes"),
    path("claims/<slug:public_id>/embed/", embed, name="claim-embed"),
    path("metrics/<slug:slug>/", metric, name="metric"),
    path("scales/<slug:slug>/", scale, name="scale"),
    path("documents/<int:pk>/", document, name="document"),
    path("search/", search, name="search"),
    path("corrections/", corrections, name="corrections"),
    path("methodology/", methodology, name="methodology"),
]

desk: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="desk"),
    path("assign/", queue.bulk_assign, name="desk-assign-many"),
    path("views/", queue.keep_view, name="desk-view"),
    path("activity/", activity.activity, name="desk-activity"),
    path("findings/", findings.index, name="desk-findings"),
    path("findings/<int:pk>/", findings.finding, name="desk-finding"),
    path("captures/<int:pk>/", captures.capture, name="desk-capture"),
    path("captures/<int:pk>/body/", captures.body, name="desk-capture-body"),
    path("captures/<int:pk>/page/", captures.framed, name="desk-capture-page"),
    path("captures/<int:pk>/take-down/", captures.take_down, name="desk-capture-take-down"),
    path("captures/<int:pk>/diff/<int:other>/", captures.diff, name="desk-diff"),
    path("findings.atom", notices.feed, name="desk-findings-feed"),
    path("notices/", notices.notices, name="desk-notices"),
    path("notices/snooze/", notices.snooze, name="desk-snooze"),
    path("ledger/", ledger.log, name="desk-ledger"),
    path("ledger/<int:pk>/erase/", ledger.erase, name="desk-erase"),
    path("people/", people.people, name="desk-people"),
    path("people/invite/", people.invite, name="desk-invite"),
    path("people/<int:pk>/", people.person, name="desk-person"),
    path("links/", links.links, name="desk-links"),
    path("links/<int:pk>/", links.link, name="desk-link"),
    path("links/<int:pk>/recheck/", links.recheck, name="desk-link-recheck"),
    path("links/<int:pk>/archive/", links.archive, name="desk-link-archive"),
    path("links/<int:pk>/adopt/", links.adopt, name="desk-link-adopt"),
    path("links/<int:pk>/vouch/", links.vouch, name="desk-link-vouch"),
    path("articles/", desk_articles.articles, name="desk-articles"),
    path("articles/<slug:slug>/", workbench.workbench, name="desk-workbench"),
    path("articles/<slug:slug>/record/", workbench.record, name="desk-record"),
    path("articles/<slug:slug>/version/", workbench.new_version, name="desk-version"),
    path("claims/<slug:public_id>/", desk_claims.claim, name="desk-claim"),
    path("claims/<slug:public_id>/edit/", acts.edit, name="desk-edit"),
    path("claims/<slug:public_id>/span/", acts.span, name="desk-span"),
    path("claims/<slug:public_id>/figures/", figures.record, name="desk-figures"),
    path("claims/<slug:public_id>/figures/<int:pk>/", figures.change, name="desk-figure"),
    path("claims/<slug:public_id>/cite/", evidence.cite, name="desk-cite"),
    path("claims/<slug:public_id>/calculate/", evidence.calculate, name="desk-calculate"),
    path("claims/<slug:public_id>/same/", evidence.same, name="desk-same"),
    path("claims/<slug:public_id>/evidence/<int:pk>/", evidence.evidence, name="desk-evidence"),
    path("claims/<slug:public_id>/assess/", acts.assess, name="desk-assess"),
    path("claims/<slug:public_id>/move/", acts.move, name="desk-move"),
    path("claims/<slug:public_id>/assign/", acts.assign, name="desk-assign"),
    path("claims/<slug:public_id>/hold/", acts.hold, name="desk-hold"),
    path("claims/<slug:public_id>/comment/", acts.comment, name="desk-comment"),
    path("claims/<slug:public_id>/decline/", acts.decline, name="desk-decline"),
    path("claims/<slug:public_id>/chief/", acts.chief, name="desk-chief"),
    path("claims/<slug:public_id>/withdraw/", acts.withdraw, name="desk-withdraw"),
    path("claims/<slug:public_id>/slip/", slips.slip, name="desk-slip"),
    path("claims/<slug:public_id>/passage/", acts.passage, name="desk-passage"),
    path("claims/<slug:public_id>/review/", signoff.signoff, name="desk-signoff"),
    path("claims/<slug:public_id>/review/reply/", signoff.reply, name="desk-reply"),
    path("claims/<slug:public_id>/review/reply/<int:pk>/", signoff.answer, name="desk-answer"),
    path("claims/<slug:public_id>/review/call-off/", signoff.call_off, name="desk-call-off"),
    path("claims/<slug:public_id>/preview/", signoff.preview, name="desk-preview"),
    path("claims/<slug:public_id>/review/publish/", signoff.publish, name="desk-publish"),
    path("claims/<slug:public_id>/review/return/", signoff.send_back, name="desk-return"),
]
