"""The API: /api/v1/ for everything, /api/v1alpha1/claims:search for tools that look up fact-checks."""
